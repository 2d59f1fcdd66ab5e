package io.tocsin.logql;

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
import io.tocsin.logql.ast.LogfmtStage;
import io.tocsin.logql.ast.PatternStage;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.RegexpStage;
import io.tocsin.logql.ast.UnpackStage;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.RegexGroupNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the stages of a pipeline. */
final class StageBuilder {

    private final LabelFilterBuilder labelFilters;

    StageBuilder(LabelFilterBuilder labelFilters) {
        this.labelFilters = labelFilters;
    }

    void addTo(List<PipelineStage> stages, LogqlGrammar.StageContext context) {
        if (context.filter == null) {
            stages.add(piped(context.piped, SelectorBuilder.positionOf(context.start)));
            return;
        }
        Position position = SelectorBuilder.positionOf(context.start);
        LineFilterOperator operator =
                operator(GrammarToken.lexeme(context.filter.operator).type());
        List<LineFilterStage.Operand> operands = new ArrayList<>(context.filter.values.size());
        for (LogqlGrammar.LineFilterValueContext value : context.filter.values) {
            boolean isIp = value.text == null;
            String text = (isIp ? value.address : value.text).getText();
            boolean isRegex = operator == LineFilterOperator.MATCHES || operator == LineFilterOperator.NOT_MATCHES;
            operands.add(new LineFilterStage.Operand(isIp, isRegex ? RegexGroupNames.withoutRepeated(text) : text));
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
        return switch (GrammarToken.lexeme(context.keyword).type()) {
            case JSON -> new JsonStage(extractions(context), position);
            case LOGFMT ->
                new LogfmtStage(
                        hasFlag(context, "--strict"), hasFlag(context, "--keep-empty"), extractions(context), position);
            case REGEXP -> regexp(context, position);
            case PATTERN -> pattern(context, position);
            case UNPACK -> new UnpackStage(position);
            case LINE_FORMAT -> new LineFormatStage(context.text.getText(), position);
            case LABEL_FORMAT -> labelFormat(context, position);
            case DROP -> new DropStage(selections(context), position);
            case KEEP -> new KeepStage(selections(context), position);
            case DECOLORIZE -> new DecolorizeStage(position);
            default -> throw misplacedUnwrap(position);
        };
    }

    private static RejectedQuery misplacedUnwrap(Position position) {
        return new RejectedQuery(Problem.at("syntax error: unexpected unwrap", position, position.line()));
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

    private static RegexpStage regexp(LogqlGrammar.PipedStageContext context, Position position) {
        rejectIf(EagerChecks.regexpParser(context.text.getText(), SelectorBuilder.positionOf(context.text)));
        return new RegexpStage(context.text.getText(), position);
    }

    private static PatternStage pattern(LogqlGrammar.PipedStageContext context, Position position) {
        rejectIf(EagerChecks.patternParser(context.text.getText(), SelectorBuilder.positionOf(context.text)));
        return new PatternStage(context.text.getText(), position);
    }

    private static void rejectIf(Optional<Problem> problem) {
        problem.ifPresent(found -> {
            throw new RejectedQuery(found);
        });
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
                    selection.type == null
                            ? null
                            : SelectorBuilder.matcher(selection.label, selection.type, selection.value)));
        }
        return selections;
    }
}
