package io.tocsin.logql.ast;

/** {@code | regexp "…"}: RE2 with at least one named group. */
public record RegexpStage(String regex, Position position) implements PipelineStage {

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitRegexp(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
