package io.tocsin.logql.ast;

import io.tocsin.label.LabelMatcher;
import java.util.List;

/** A query for log lines: a stream selector and a pipeline, for example {@code {job="ocr"} |= "ERROR" | json}. */
public record LogSelectorExpr(List<LabelMatcher> matchers, List<PipelineStage> stages, Position position)
        implements LogqlExpr {

    public LogSelectorExpr {
        matchers = List.copyOf(matchers);
        stages = List.copyOf(stages);
    }

    /** The query in canonical LogQL; parsing it gives an equal tree. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
