package io.tocsin.logql.syntax;

import io.tocsin.logql.checks.PatternExpression;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.RegexArguments;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One run of the generated parser over the tokens of a query. It adds what the grammar cannot say: where Loki's parser,
 * which looks one token ahead and never back, has decided how to go on although another way would fit; and what Loki
 * checks at once when it has read a construct, before it looks at the rest of the query.
 */
final class GrammarRun extends LogqlGrammar {

    private final List<Lexeme> lexemes;
    private final boolean checksArguments;
    private @Nullable QueryContext found;
    private int unexpected = Integer.MAX_VALUE;
    private boolean stopped;

    private GrammarRun(List<Lexeme> lexemes, boolean checksArguments) {
        super(new LexemeStream(lexemes));
        this.lexemes = lexemes;
        this.checksArguments = checksArguments;
        removeErrorListeners();
        setErrorHandler(new BailErrorStrategy());
        setBuildParseTree(false);
        // Where two readings are possible, the grammar's order decides, as in Loki's parser; one look ahead is enough.
        getInterpreter().setPredictionMode(PredictionMode.SLL);
    }

    /** @throws RejectedQuery for an argument that is wrong in itself, before the first token that is out of place */
    static GrammarRun of(List<Lexeme> lexemes) {
        return new GrammarRun(lexemes, true).run();
    }

    /** The index of the first token that is out of place; more than there are tokens if there is none. */
    static int unexpectedIn(List<Lexeme> lexemes) {
        return new GrammarRun(lexemes, false).run().unexpected;
    }

    /** What was read; null when a token is out of place. */
    @Nullable
    QueryContext found() {
        return found;
    }

    int unexpected() {
        return unexpected;
    }

    private GrammarRun run() {
        try {
            found = query();
        } catch (ParseCancellationException e) {
            if (e.getCause() instanceof RecognitionException error) {
                unexpected = indexOf(error.getOffendingToken());
            }
        }
        return this;
    }

    /** By identity: the token is at the reading position, or a few behind it. */
    private int indexOf(Token token) {
        int index = getInputStream().index();
        while (lexemes.get(index) != token) {
            index++;
        }
        return index;
    }

    @Override
    public void exitRule() {
        ParserRuleContext context = getContext();
        if (!stopped && context.exception == null) {
            watch(context);
        }
        super.exitRule();
    }

    private void watch(ParserRuleContext context) {
        switch (context.getRuleIndex()) {
            case RULE_expression -> wantNumbers((ExpressionContext) context);
            case RULE_logSelector -> goOnBehind(NEQ);
            case RULE_lineFilter -> goOnBehind(OR);
            case RULE_labelFilter -> goOnBehindJoin();
            case RULE_labelCondition -> checkCondition((LabelConditionContext) context);
            case RULE_pipedStage -> checkStage((PipedStageContext) context);
            case RULE_matcher -> {
                MatcherContext matcher = (MatcherContext) context;
                checkRegex(matcher.type, matcher.value);
            }
            case RULE_selection -> {
                SelectionContext selection = (SelectionContext) context;
                checkRegex(selection.type, selection.value);
            }
            default -> {}
        }
    }

    /** Log lines alone are no argument of a vector aggregation or of {@code label_replace}. */
    private void wantNumbers(ExpressionContext context) {
        boolean isArgument =
                context.getParent() instanceof ArgumentsContext || context.getParent() instanceof LabelReplaceContext;
        if (isArgument && isLogs(context)) {
            stopAt(getInputStream().index());
        }
    }

    private static boolean isLogs(ExpressionContext context) {
        ExpressionContext innermost = context;
        while (innermost.rest.isEmpty() && innermost.first.inner != null) {
            innermost = innermost.first.inner;
        }
        return innermost.rest.isEmpty() && innermost.first.plain.logs != null;
    }

    /** A token that could continue what has just been read always does. */
    private void goOnBehind(int type) {
        if (getInputStream().LA(1) == type) {
            stopAt(getInputStream().index() + 1);
        }
    }

    private void goOnBehindJoin() {
        int join = getInputStream().LA(1);
        if (join == AND || join == OR || join == COMMA) {
            int index = getInputStream().index() + 1;
            while (lexemes.get(index).type() == TokenType.OPEN_PARENTHESIS) {
                index++;
            }
            stopAt(index);
        }
    }

    private void stopAt(int index) {
        stopped = true;
        unexpected = index;
        throw new ParseCancellationException();
    }

    private void checkStage(PipedStageContext context) {
        if (!context.extractions.isEmpty() || !context.assignments.isEmpty() || !context.selections.isEmpty()) {
            goOnBehind(COMMA);
        }
        if (context.text == null || !checksArguments) {
            return;
        }
        Lexeme text = Lexeme.of(context.text);
        switch (Lexeme.of(context.keyword).type()) {
            case REGEXP ->
                reject(
                        RegexArguments.parserProblemOf(text.text()).map(found -> "invalid regexp parser: " + found),
                        text);
            case PATTERN ->
                reject(
                        PatternExpression.parserProblemOf(text.text()).map(found -> "invalid pattern parser: " + found),
                        text);
            default -> {}
        }
    }

    private void checkCondition(LabelConditionContext context) {
        if (context.text != null) {
            checkRegex(context.operator, context.text);
        } else if (context.literal != null && checksArguments) {
            Lexeme literal = Lexeme.of(context.literal.value);
            reject(LogqlTreeBuilder.literalProblem(literal.text()), literal);
        }
    }

    private void checkRegex(@Nullable Token operator, Token value) {
        if (checksArguments && operator != null && (operator.getType() == RE || operator.getType() == NRE)) {
            reject(RegexArguments.problemOf(value.getText()), Lexeme.of(value));
        }
    }

    private void reject(Optional<String> problem, Lexeme argument) {
        if (problem.isPresent()) {
            stopped = true;
            throw new RejectedQuery(Problem.of(problem.get(), argument.position()));
        }
    }
}
