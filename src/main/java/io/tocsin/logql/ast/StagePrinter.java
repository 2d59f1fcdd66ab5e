package io.tocsin.logql.ast;

import io.tocsin.text.go.Quoting;
import java.util.List;
import java.util.stream.Collectors;

/** Pipeline stages as canonical LogQL, each with its leading pipe or filter operator. */
final class StagePrinter implements PipelineStageVisitor<String> {

    static final StagePrinter INSTANCE = new StagePrinter();

    private StagePrinter() {}

    @Override
    public String visitLineFilter(LineFilterStage stage) {
        return stage.operator().symbol()
                + " "
                + stage.alternatives().stream().map(StagePrinter::operand).collect(Collectors.joining(" or "));
    }

    private static String operand(LineFilterStage.Operand operand) {
        String quoted = Quoting.quote(operand.value());
        return operand.isIp() ? "ip(" + quoted + ")" : quoted;
    }

    @Override
    public String visitJson(JsonStage stage) {
        return "| json" + extractions(stage.extractions());
    }

    @Override
    public String visitLogfmt(LogfmtStage stage) {
        return "| logfmt"
                + (stage.strict() ? " --strict" : "")
                + (stage.keepEmpty() ? " --keep-empty" : "")
                + extractions(stage.extractions());
    }

    private static String extractions(List<LabelExtraction> extractions) {
        return extractions.stream()
                .map(extraction -> extraction.label() + "=" + Quoting.quote(extraction.expression()))
                .collect(Collectors.joining(",", extractions.isEmpty() ? "" : " ", ""));
    }

    @Override
    public String visitRegexp(RegexpStage stage) {
        return "| regexp " + Quoting.quote(stage.regex());
    }

    @Override
    public String visitPattern(PatternStage stage) {
        return "| pattern " + Quoting.quote(stage.pattern());
    }

    @Override
    public String visitUnpack(UnpackStage stage) {
        return "| unpack";
    }

    @Override
    public String visitLabelFilter(LabelFilterStage stage) {
        return "| " + LogqlPrinter.print(stage.filter());
    }

    @Override
    public String visitLineFormat(LineFormatStage stage) {
        return "| line_format " + Quoting.quote(stage.template());
    }

    @Override
    public String visitLabelFormat(LabelFormatStage stage) {
        return stage.assignments().stream()
                .map(target ->
                        target.label() + "=" + (target.isRename() ? target.value() : Quoting.quote(target.value())))
                .collect(Collectors.joining(",", "| label_format ", ""));
    }

    @Override
    public String visitDrop(DropStage stage) {
        return "| drop " + selections(stage.selections());
    }

    @Override
    public String visitKeep(KeepStage stage) {
        return "| keep " + selections(stage.selections());
    }

    private static String selections(List<LabelSelection> selections) {
        return selections.stream().map(StagePrinter::selection).collect(Collectors.joining(","));
    }

    private static String selection(LabelSelection selection) {
        return selection.matcher() == null ? selection.label() : LabelFilterPrinter.matcher(selection.matcher());
    }

    @Override
    public String visitDecolorize(DecolorizeStage stage) {
        return "| decolorize";
    }
}
