package io.tocsin.logql.engine.pipeline;

import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LineFormatStage;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.UnpackStage;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves line filters in front of the stages that do not change the line, as Loki does to be fast. It shows with
 * decolorize, which Loki forgets to be one that does.
 */
final class StageOrder {

    private final List<PipelineStage> ordered = new ArrayList<>();
    private final List<PipelineStage> lineFilters = new ArrayList<>();
    private final List<PipelineStage> others = new ArrayList<>();

    private StageOrder() {}

    static List<PipelineStage> reorder(List<PipelineStage> stages) {
        StageOrder order = new StageOrder();
        stages.forEach(order::add);
        order.flush();
        return order.ordered;
    }

    private void add(PipelineStage stage) {
        if (stage instanceof LabelFilterStage) {
            flush();
            ordered.add(stage);
        } else if (stage instanceof LineFilterStage) {
            lineFilters.add(stage);
        } else {
            others.add(stage);
            if (stage instanceof LineFormatStage || stage instanceof UnpackStage) {
                flush();
            }
        }
    }

    private void flush() {
        ordered.addAll(lineFilters);
        ordered.addAll(others);
        lineFilters.clear();
        others.clear();
    }
}
