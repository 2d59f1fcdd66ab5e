package io.tocsin.logql.ast;

/** {@code | pattern "<ip> - <_>"}. */
public record PatternStage(String pattern, Position position) implements PipelineStage {

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitPattern(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
