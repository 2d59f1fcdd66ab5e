package io.tocsin.logql.ast;

import java.util.List;

/** {@code | json}, or {@code | json label="expression", …} when there are extractions. */
public record JsonStage(List<LabelExtraction> extractions, Position position) implements PipelineStage {

    public JsonStage {
        extractions = List.copyOf(extractions);
    }

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitJson(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
