package io.tocsin.logql.ast;

import java.util.ArrayList;
import java.util.List;

/**
 * Loki leaves out a {@code line_format} in a range aggregation when no later stage looks at the line. Even a template that
 * is wrong is then no error.
 */
public final class UnreadLineFormats {

    private UnreadLineFormats() {}

    /** The stages of an aggregation that Loki runs. */
    public static List<PipelineStage> removedFrom(RangeAggregation aggregation) {
        List<PipelineStage> stages = aggregation.range().selector().stages();
        boolean countsBytes = aggregation.operation() == RangeOperation.BYTES_OVER_TIME
                || aggregation.operation() == RangeOperation.BYTES_RATE;
        if (countsBytes) {
            return stages;
        }
        List<PipelineStage> kept = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            boolean isRead = stages.subList(i, stages.size()).stream().anyMatch(UnreadLineFormats::readsLine);
            if (isRead || !(stages.get(i) instanceof LineFormatStage)) {
                kept.add(stages.get(i));
            }
        }
        return kept;
    }

    private static boolean readsLine(PipelineStage stage) {
        return stage instanceof LineFilterStage
                || stage instanceof JsonStage
                || stage instanceof LogfmtStage
                || stage instanceof RegexpStage
                || stage instanceof PatternStage
                || stage instanceof UnpackStage;
    }
}
