package io.tocsin.logql.engine;

import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LineFormatStage;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.PatternStage;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.RegexpStage;
import io.tocsin.logql.ast.UnpackStage;
import java.util.ArrayList;
import java.util.List;

/** Leaves out line_format where nobody looks at the line afterwards; so even a wrong template is no error there. */
final class LineFormats {

    private LineFormats() {}

    static List<PipelineStage> withoutUseless(RangeAggregation aggregation) {
        List<PipelineStage> stages = aggregation.range().selector().stages();
        if (aggregation.operation() == RangeOperation.BYTES_OVER_TIME
                || aggregation.operation() == RangeOperation.BYTES_RATE) {
            return stages;
        }
        List<PipelineStage> useful = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            boolean isRead = stages.subList(i, stages.size()).stream().anyMatch(LineFormats::readsLine);
            if (isRead || !(stages.get(i) instanceof LineFormatStage)) {
                useful.add(stages.get(i));
            }
        }
        return useful;
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
