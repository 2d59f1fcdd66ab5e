package io.tocsin.logql.ast;

import java.util.List;

/** {@code | logfmt}, with its flags, and {@code label="key", …} when there are extractions. */
public record LogfmtStage(boolean strict, boolean keepEmpty, List<LabelExtraction> extractions, Position position)
        implements PipelineStage {

    public LogfmtStage {
        extractions = List.copyOf(extractions);
    }

    @Override
    public <R> R accept(PipelineStageVisitor<R> visitor) {
        return visitor.visitLogfmt(this);
    }

    /** The stage in canonical LogQL, as Loki prints it in error messages. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
