package io.tocsin.logql.ast;

/** {@code | line_format "{{.msg}}"}: replaces the line. */
public record LineFormatStage(String template, Position position) implements PipelineStage {

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitLineFormat(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
