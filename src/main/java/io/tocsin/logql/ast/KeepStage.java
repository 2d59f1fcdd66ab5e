package io.tocsin.logql.ast;

import java.util.List;

/** {@code | keep a, b="c"}: removes all other labels. */
public record KeepStage(List<LabelSelection> selections, Position position) implements PipelineStage {

    public KeepStage {
        selections = List.copyOf(selections);
    }

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitKeep(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
