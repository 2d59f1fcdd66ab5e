package io.tocsin.logql.ast;

/** One method per kind of {@link PipelineStage}. */
public interface PipelineStageVisitor<R> {

    R visitLineFilter(LineFilterStage stage);

    R visitJson(JsonStage stage);

    R visitLogfmt(LogfmtStage stage);

    R visitRegexp(RegexpStage stage);

    R visitPattern(PatternStage stage);

    R visitUnpack(UnpackStage stage);

    R visitLabelFilter(LabelFilterStage stage);

    R visitLineFormat(LineFormatStage stage);

    R visitLabelFormat(LabelFormatStage stage);

    R visitDrop(DropStage stage);

    R visitKeep(KeepStage stage);

    R visitDecolorize(DecolorizeStage stage);
}
