package io.tocsin.logql.ast;

import java.util.List;

/** {@code | label_format a=b, c="{{.d}}"}: renames and sets labels. */
public record LabelFormatStage(List<Assignment> assignments, Position position) implements PipelineStage {

    public LabelFormatStage {
        assignments = List.copyOf(assignments);
    }

    /**
     * One target of the stage.
     *
     * @param isRename whether {@code value} names the label that is renamed, rather than being a template
     */
    public record Assignment(String label, boolean isRename, String value) {}

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitLabelFormat(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
