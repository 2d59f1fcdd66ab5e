package io.tocsin.logql.ast;

/** A filter on labels, for example {@code | status >= 500 or level = "error"}. */
public record LabelFilterStage(LabelFilter filter, Position position) implements PipelineStage {

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitLabelFilter(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
