package io.tocsin.logql.syntax;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.DecolorizeStage;
import io.tocsin.logql.ast.DropStage;
import io.tocsin.logql.ast.JsonStage;
import io.tocsin.logql.ast.KeepStage;
import io.tocsin.logql.ast.LabelExtraction;
import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LabelFormatStage;
import io.tocsin.logql.ast.LabelSelection;
import io.tocsin.logql.ast.LineFilterOperator;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LineFormatStage;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.PatternStage;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.RegexpStage;
import io.tocsin.logql.ast.UnpackStage;
import io.tocsin.logql.checks.RegexArguments;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Builds stream selectors and the stages of pipelines. */
final class PipelineBuilder {

    private final LabelFilterBuilder labelFilters;

    PipelineBuilder(LabelFilterBuilder labelFilters) {
        this.labelFilters = labelFilters;
    }

    LogSelectorExpr logSelector(LogqlGrammar.SelectorContext streams, List<LogqlGrammar.StageContext> pipeline) {
        List<LabelMatcher> matchers = new ArrayList<>(streams.matchers.size());
        for (LogqlGrammar.MatcherContext matcher : streams.matchers) {
            matchers.add(matcher(matcher.label, matcher.type, matcher.value));
        }
        List<PipelineStage> stages = new ArrayList<>(pipeline.size());
        for (LogqlGrammar.StageContext stage : pipeline) {
            addTo(stages, stage);
        }
        return new LogSelectorExpr(matchers, stages, Lexeme.positionOf(streams.start));
    }

    static LabelMatcher matcher(Token label, Token type, Token value) {
        MatchType matchType = matchType(type.getType());
        String text = value.getText();
        return new LabelMatcher(
                label.getText(), matchType, matchType.isRegex() ? RegexArguments.withoutRepeatedNames(text) : text);
    }

    private static MatchType matchType(int tokenType) {
        return switch (tokenType) {
            case LogqlGrammar.EQ -> MatchType.EQUAL;
            case LogqlGrammar.NEQ -> MatchType.NOT_EQUAL;
            case LogqlGrammar.RE -> MatchType.REGEX;
            case LogqlGrammar.NRE -> MatchType.NOT_REGEX;
            default -> throw new IllegalStateException("no match type: " + tokenType);
        };
    }

    private void addTo(List<PipelineStage> stages, LogqlGrammar.StageContext context) {
        if (context.filter == null) {
            stages.add(piped(context.piped, Lexeme.positionOf(context.start)));
            return;
        }
        Position position = Lexeme.positionOf(context.start);
        LineFilterOperator operator =
                operator(Lexeme.of(context.filter.operator).type());
        List<LineFilterStage.Operand> operands = new ArrayList<>(context.filter.values.size());
        for (LogqlGrammar.LineFilterValueContext value : context.filter.values) {
            boolean isIp = value.text == null;
            String text = (isIp ? value.address : value.text).getText();
            boolean isRegex = operator == LineFilterOperator.MATCHES || operator == LineFilterOperator.NOT_MATCHES;
            operands.add(new LineFilterStage.Operand(isIp, isRegex ? RegexArguments.withoutRepeatedNames(text) : text));
        }
        if (operator.isNegative()) {
            operands.forEach(operand -> stages.add(new LineFilterStage(operator, List.of(operand), position)));
        } else {
            stages.add(new LineFilterStage(operator, operands, position));
        }
    }

    private static LineFilterOperator operator(TokenType type) {
        return switch (type) {
            case PIPE_EXACT -> LineFilterOperator.CONTAINS;
            case PIPE_MATCH -> LineFilterOperator.MATCHES;
            case PIPE_PATTERN -> LineFilterOperator.PATTERN;
            case NEQ -> LineFilterOperator.NOT_CONTAINS;
            case NRE -> LineFilterOperator.NOT_MATCHES;
            case NPA -> LineFilterOperator.NOT_PATTERN;
            default -> throw new IllegalStateException("no line filter operator: " + type);
        };
    }

    private PipelineStage piped(LogqlGrammar.PipedStageContext context, Position position) {
        if (context.keyword == null) {
            return new LabelFilterStage(labelFilters.build(context.filter), position);
        }
        return switch (Lexeme.of(context.keyword).type()) {
            case JSON -> new JsonStage(extractions(context), position);
            case LOGFMT ->
                new LogfmtStage(
                        hasFlag(context, "--strict"), hasFlag(context, "--keep-empty"), extractions(context), position);
            case REGEXP -> new RegexpStage(context.text.getText(), position);
            case PATTERN -> new PatternStage(context.text.getText(), position);
            case UNPACK -> new UnpackStage(position);
            case LINE_FORMAT -> new LineFormatStage(context.text.getText(), position);
            case LABEL_FORMAT -> labelFormat(context, position);
            case DROP -> new DropStage(selections(context), position);
            case KEEP -> new KeepStage(selections(context), position);
            case DECOLORIZE -> new DecolorizeStage(position);
            default -> throw new IllegalStateException("no stage: " + context.keyword.getType());
        };
    }

    private static boolean hasFlag(LogqlGrammar.PipedStageContext context, String flag) {
        return context.flags.stream().anyMatch(token -> token.getText().equals(flag));
    }

    private static List<LabelExtraction> extractions(LogqlGrammar.PipedStageContext context) {
        List<LabelExtraction> extractions = new ArrayList<>(context.extractions.size());
        for (LogqlGrammar.ExtractionContext extraction : context.extractions) {
            String label = extraction.label.getText();
            extractions.add(new LabelExtraction(label, extraction.path == null ? label : extraction.path.getText()));
        }
        return extractions;
    }

    private static LabelFormatStage labelFormat(LogqlGrammar.PipedStageContext context, Position position) {
        List<LabelFormatStage.Assignment> assignments = new ArrayList<>(context.assignments.size());
        for (LogqlGrammar.AssignmentContext assignment : context.assignments) {
            boolean isRename = assignment.value.getType() == LogqlGrammar.IDENTIFIER;
            assignments.add(
                    new LabelFormatStage.Assignment(assignment.label.getText(), isRename, assignment.value.getText()));
        }
        return new LabelFormatStage(assignments, position);
    }

    private static List<LabelSelection> selections(LogqlGrammar.PipedStageContext context) {
        List<LabelSelection> selections = new ArrayList<>(context.selections.size());
        for (LogqlGrammar.SelectionContext selection : context.selections) {
            selections.add(new LabelSelection(
                    selection.label.getText(),
                    selection.type == null ? null : matcher(selection.label, selection.type, selection.value)));
        }
        return selections;
    }
}
