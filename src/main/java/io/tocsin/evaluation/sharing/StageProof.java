package io.tocsin.evaluation.sharing;

import io.tocsin.logql.ast.DecolorizeStage;
import io.tocsin.logql.ast.DropStage;
import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.KeepStage;
import io.tocsin.logql.ast.LabelExtraction;
import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LabelFormatStage;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LineFormatStage;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.PatternStage;
import io.tocsin.logql.ast.PipelineStageVisitor;
import io.tocsin.logql.ast.RegexpStage;
import io.tocsin.logql.ast.UnpackStage;
import java.util.List;

/**
 * Whether a stage leaves a stream's label as it is. A parser that finds a field of the same name calls it {@code
 * …_extracted}, so most do; where it is not plain the answer is no.
 */
final class StageProof implements PipelineStageVisitor<Boolean> {

    private final String label;
    private boolean hasParser;

    StageProof(String label) {
        this.label = label;
    }

    /** Whether a log query takes labels out of lines. */
    static boolean hasParser(LogSelectorExpr selector) {
        StageProof proof = new StageProof("");
        selector.stages().forEach(stage -> stage.accept(proof));
        return proof.hasParser();
    }

    /** Whether one of the stages that were looked at takes labels out of lines. */
    boolean hasParser() {
        return hasParser;
    }

    @Override
    public Boolean visitLineFilter(LineFilterStage stage) {
        return true;
    }

    @Override
    public Boolean visitJson(JsonStage stage) {
        return parses(stage.extractions());
    }

    @Override
    public Boolean visitLogfmt(LogfmtStage stage) {
        return parses(stage.extractions());
    }

    private boolean parses(List<LabelExtraction> extractions) {
        hasParser = true;
        return extractions.stream().noneMatch(extraction -> extraction.label().equals(label));
    }

    @Override
    public Boolean visitRegexp(RegexpStage stage) {
        return parses(List.of());
    }

    @Override
    public Boolean visitPattern(PatternStage stage) {
        return parses(List.of());
    }

    @Override
    public Boolean visitUnpack(UnpackStage stage) {
        hasParser = true;
        return false;
    }

    @Override
    public Boolean visitLabelFilter(LabelFilterStage stage) {
        return true;
    }

    @Override
    public Boolean visitLineFormat(LineFormatStage stage) {
        return true;
    }

    @Override
    public Boolean visitLabelFormat(LabelFormatStage stage) {
        return stage.assignments().stream()
                .noneMatch(assignment -> assignment.label().equals(label)
                        || assignment.isRename() && assignment.value().equals(label));
    }

    @Override
    public Boolean visitDrop(DropStage stage) {
        return stage.selections().stream()
                .noneMatch(selection -> selection.label().equals(label));
    }

    @Override
    public Boolean visitKeep(KeepStage stage) {
        return stage.selections().stream()
                .anyMatch(selection -> selection.label().equals(label) && selection.matcher() == null);
    }

    @Override
    public Boolean visitDecolorize(DecolorizeStage stage) {
        return true;
    }
}
