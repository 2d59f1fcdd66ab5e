package io.tocsin.logql.ast;

/** One step of a log pipeline. */
public sealed interface PipelineStage
        permits LineFilterStage,
                JsonStage,
                LogfmtStage,
                RegexpStage,
                PatternStage,
                UnpackStage,
                LabelFilterStage,
                LineFormatStage,
                LabelFormatStage,
                DropStage,
                KeepStage,
                DecolorizeStage {

    Position position();

    <R> R accept(PipelineStageVisitor<R> visitor);
}
