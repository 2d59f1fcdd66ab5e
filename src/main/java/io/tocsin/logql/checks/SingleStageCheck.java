package io.tocsin.logql.checks;

import io.tocsin.gotemplate.GoTemplate;
import io.tocsin.logql.ast.DecolorizeStage;
import io.tocsin.logql.ast.DropStage;
import io.tocsin.logql.ast.IpLabelFilter;
import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.KeepStage;
import io.tocsin.logql.ast.LabelExtraction;
import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LabelFormatStage;
import io.tocsin.logql.ast.LineFilterOperator;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LineFormatStage;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.PatternStage;
import io.tocsin.logql.ast.PipelineStageVisitor;
import io.tocsin.logql.ast.RegexpStage;
import io.tocsin.logql.ast.UnpackStage;
import io.tocsin.text.IpRange;
import io.tocsin.text.go.Quoting;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is wrong with one stage, in Loki's words. */
final class SingleStageCheck implements PipelineStageVisitor<Optional<String>> {

    private static final String ERROR_LABEL = "__error__";

    @Override
    public Optional<String> visitLineFilter(LineFilterStage stage) {
        return stage.alternatives().stream()
                .map(operand -> problemOf(stage.operator(), operand))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> problemOf(LineFilterOperator operator, LineFilterStage.Operand operand) {
        return switch (operator) {
            case CONTAINS, NOT_CONTAINS -> operand.isIp() ? ipProblemOf(operand.value()) : Optional.empty();
            case MATCHES, NOT_MATCHES ->
                operand.isIp() ? invalidIpOperation() : RegexArguments.problemOf(operand.value());
            case PATTERN, NOT_PATTERN ->
                operand.isIp() ? invalidIpOperation() : PatternExpression.lineFilterProblemOf(operand.value());
        };
    }

    private static Optional<String> invalidIpOperation() {
        return Optional.of("ip: invalid operation");
    }

    @Override
    public Optional<String> visitJson(JsonStage stage) {
        return extractionProblem(stage.extractions(), ExtractionPathCheck::jsonProblemOf);
    }

    @Override
    public Optional<String> visitLogfmt(LogfmtStage stage) {
        return extractionProblem(stage.extractions(), ExtractionPathCheck::logfmtProblemOf);
    }

    private static Optional<String> extractionProblem(
            List<LabelExtraction> extractions, Function<String, Optional<String>> check) {
        return extractions.stream()
                .map(LabelExtraction::expression)
                .map(path -> check.apply(path).map(text -> "cannot parse expression [" + path + "]: " + text))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<String> visitRegexp(RegexpStage stage) {
        return RegexArguments.parserProblemOf(stage.regex());
    }

    @Override
    public Optional<String> visitPattern(PatternStage stage) {
        return PatternExpression.parserProblemOf(stage.pattern());
    }

    @Override
    public Optional<String> visitUnpack(UnpackStage stage) {
        return Optional.empty();
    }

    @Override
    public Optional<String> visitLabelFilter(LabelFilterStage stage) {
        return stage.filter() instanceof IpLabelFilter ip ? ipProblemOf(ip.pattern()) : Optional.empty();
    }

    @Override
    public Optional<String> visitLineFormat(LineFormatStage stage) {
        return GoTemplate.problemOf("line", stage.template()).map(text -> "invalid line template: " + text);
    }

    @Override
    public Optional<String> visitLabelFormat(LabelFormatStage stage) {
        Set<String> targets = new HashSet<>();
        for (LabelFormatStage.Assignment assignment : stage.assignments()) {
            if (assignment.label().equals(ERROR_LABEL)) {
                return Optional.of(ERROR_LABEL + " cannot be formatted");
            }
            if (!targets.add(assignment.label())) {
                return Optional.of(
                        "multiple label name '" + assignment.label() + "' not allowed in a single format operation");
            }
        }
        return stage.assignments().stream()
                .filter(assignment -> !assignment.isRename())
                .map(assignment -> GoTemplate.problemOf("label", assignment.value())
                        .map(text -> "invalid template for label '" + assignment.label() + "': " + text))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<String> visitDrop(DropStage stage) {
        return Optional.empty();
    }

    @Override
    public Optional<String> visitKeep(KeepStage stage) {
        return Optional.empty();
    }

    @Override
    public Optional<String> visitDecolorize(DecolorizeStage stage) {
        return Optional.empty();
    }

    private static Optional<String> ipProblemOf(String pattern) {
        return IpRange.parse(pattern) == null
                ? Optional.of("ip: invalid pattern: " + Quoting.quote(pattern))
                : Optional.empty();
    }
}
