package io.tocsin.logql.ast;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a pipeline stage makes of the labels that are possible before it. */
record StageLabels(OutputLabels before) implements PipelineStageVisitor<OutputLabels> {

    private static final Pattern REGEX_GROUP = Pattern.compile("\\(\\?P?<([A-Za-z0-9_]+)>");
    private static final Pattern PATTERN_CAPTURE = Pattern.compile("<([A-Za-z_][A-Za-z0-9_]*)>");

    @Override
    public OutputLabels visitLineFilter(LineFilterStage stage) {
        return before;
    }

    @Override
    public OutputLabels visitJson(JsonStage stage) {
        return extracted(stage.extractions());
    }

    @Override
    public OutputLabels visitLogfmt(LogfmtStage stage) {
        return extracted(stage.extractions());
    }

    private OutputLabels extracted(List<LabelExtraction> extractions) {
        if (extractions.isEmpty()) {
            return OutputLabels.ANY;
        }
        return added(extractions.stream().map(LabelExtraction::label).toList());
    }

    /** A label that is there already comes out under another name, and a failing parser says so in labels. */
    private OutputLabels added(List<String> names) {
        return before.with(names)
                .with(names.stream().map(name -> name + "_extracted").toList())
                .with(List.of("__error__", "__error_details__"));
    }

    @Override
    public OutputLabels visitRegexp(RegexpStage stage) {
        return added(names(REGEX_GROUP, stage.regex()));
    }

    @Override
    public OutputLabels visitPattern(PatternStage stage) {
        return added(names(PATTERN_CAPTURE, stage.pattern()));
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(StageLabels::name).toList();
    }

    private static String name(MatchResult result) {
        return result.group(1);
    }

    @Override
    public OutputLabels visitUnpack(UnpackStage stage) {
        return OutputLabels.ANY;
    }

    @Override
    public OutputLabels visitLabelFilter(LabelFilterStage stage) {
        return before;
    }

    @Override
    public OutputLabels visitLineFormat(LineFormatStage stage) {
        return before;
    }

    @Override
    public OutputLabels visitLabelFormat(LabelFormatStage stage) {
        OutputLabels after = before;
        for (LabelFormatStage.Assignment assignment : stage.assignments()) {
            if (assignment.isRename()) {
                boolean possible = after.mayContain(assignment.value());
                after = after.without(List.of(assignment.value()));
                after = possible ? after.with(List.of(assignment.label())) : after;
            } else {
                after = after.with(List.of(assignment.label()));
            }
        }
        return after;
    }

    @Override
    public OutputLabels visitDrop(DropStage stage) {
        return before.without(stage.selections().stream()
                .filter(selection -> selection.matcher() == null)
                .map(LabelSelection::label)
                .toList());
    }

    @Override
    public OutputLabels visitKeep(KeepStage stage) {
        return before.retain(
                stage.selections().stream().map(LabelSelection::label).toList());
    }

    @Override
    public OutputLabels visitDecolorize(DecolorizeStage stage) {
        return before;
    }
}
