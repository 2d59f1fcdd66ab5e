package io.tocsin.logql.ast;

/** {@code | unpack}: takes back apart what the agent's pack stage has put together. */
public record UnpackStage(Position position) implements PipelineStage {

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitUnpack(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
