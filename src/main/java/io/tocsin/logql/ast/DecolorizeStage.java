package io.tocsin.logql.ast;

/** {@code | decolorize}: removes ANSI colour sequences from the line. */
public record DecolorizeStage(Position position) implements PipelineStage {

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitDecolorize(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
