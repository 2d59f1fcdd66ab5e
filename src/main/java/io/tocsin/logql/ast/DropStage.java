package io.tocsin.logql.ast;

import java.util.List;

/** {@code | drop a, b="c"}: removes labels. */
public record DropStage(List<LabelSelection> selections, Position position) implements PipelineStage {

    public DropStage {
        selections = List.copyOf(selections);
    }

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitDrop(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
