package io.tocsin.logql.syntax;

import io.tocsin.logql.checks.PatternExpression;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.RegexArguments;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BufferedTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * One run of the generated parser over the tokens of a query. It adds what the grammar cannot say: where Loki's parser,
 * which looks one token ahead and never back, has decided how to go on although another way would fit; and what Loki
 * checks at once when it has read a construct, before it looks at the rest of the query.
 */
final class GrammarRun implements ParseTreeListener {

    private final List<Lexeme> lexemes;
    private final boolean checksArguments;
    private final LogqlGrammar grammar;
    private LogqlGrammar.@Nullable QueryContext query;
    private int unexpected = Integer.MAX_VALUE;
    private boolean stopped;

    private GrammarRun(List<Lexeme> lexemes, boolean checksArguments) {
        this.lexemes = lexemes;
        this.checksArguments = checksArguments;
        grammar = new LogqlGrammar(new BufferedTokenStream(new ListTokenSource(lexemes)));
        grammar.removeErrorListeners();
        grammar.setErrorHandler(new BailErrorStrategy());
        grammar.setBuildParseTree(false);
        // Where two readings are possible, the grammar's order decides, as in Loki's parser; one look ahead is enough.
        grammar.getInterpreter().setPredictionMode(PredictionMode.SLL);
        grammar.addParseListener(this);
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
    LogqlGrammar.@Nullable QueryContext query() {
        return query;
    }

    int unexpected() {
        return unexpected;
    }

    private GrammarRun run() {
        try {
            query = grammar.query();
        } catch (ParseCancellationException e) {
            if (e.getCause() instanceof RecognitionException error) {
                unexpected = indexOf(error.getOffendingToken());
            }
        }
        return this;
    }

    /** By identity: the token is at the reading position, or a few behind it. */
    private int indexOf(Token token) {
        int index = grammar.getInputStream().index();
        while (lexemes.get(index) != token) {
            index++;
        }
        return index;
    }

    @Override
    public void exitEveryRule(ParserRuleContext context) {
        if (stopped || context.exception != null) {
            return;
        }
        switch (context.getRuleIndex()) {
            case LogqlGrammar.RULE_expression -> wantNumbers((LogqlGrammar.ExpressionContext) context);
            case LogqlGrammar.RULE_logSelector -> goOnBehind(LogqlGrammar.NEQ);
            case LogqlGrammar.RULE_lineFilter -> goOnBehind(LogqlGrammar.OR);
            case LogqlGrammar.RULE_labelFilter -> goOnBehindJoin();
            case LogqlGrammar.RULE_labelCondition -> checkCondition((LogqlGrammar.LabelConditionContext) context);
            case LogqlGrammar.RULE_pipedStage -> checkStage((LogqlGrammar.PipedStageContext) context);
            case LogqlGrammar.RULE_matcher -> {
                LogqlGrammar.MatcherContext matcher = (LogqlGrammar.MatcherContext) context;
                checkRegex(matcher.type, matcher.value);
            }
            case LogqlGrammar.RULE_selection -> {
                LogqlGrammar.SelectionContext selection = (LogqlGrammar.SelectionContext) context;
                checkRegex(selection.type, selection.value);
            }
            default -> {}
        }
    }

    /** Log lines alone are no argument of a vector aggregation or of {@code label_replace}. */
    private void wantNumbers(LogqlGrammar.ExpressionContext context) {
        boolean isArgument = context.getParent() instanceof LogqlGrammar.ArgumentsContext
                || context.getParent() instanceof LogqlGrammar.LabelReplaceContext;
        if (isArgument && isLogs(context)) {
            stopAt(grammar.getInputStream().index());
        }
    }

    private static boolean isLogs(LogqlGrammar.ExpressionContext context) {
        LogqlGrammar.ExpressionContext innermost = context;
        while (innermost.rest.isEmpty() && innermost.first.inner != null) {
            innermost = innermost.first.inner;
        }
        return innermost.rest.isEmpty() && innermost.first.plain.logs != null;
    }

    /** A token that could continue what has just been read always does. */
    private void goOnBehind(int type) {
        if (grammar.getInputStream().LA(1) == type) {
            stopAt(grammar.getInputStream().index() + 1);
        }
    }

    private void goOnBehindJoin() {
        int join = grammar.getInputStream().LA(1);
        if (join == LogqlGrammar.AND || join == LogqlGrammar.OR || join == LogqlGrammar.COMMA) {
            int index = grammar.getInputStream().index() + 1;
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

    private void checkStage(LogqlGrammar.PipedStageContext context) {
        if (!context.extractions.isEmpty() || !context.assignments.isEmpty() || !context.selections.isEmpty()) {
            goOnBehind(LogqlGrammar.COMMA);
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

    private void checkCondition(LogqlGrammar.LabelConditionContext context) {
        if (context.text != null) {
            checkRegex(context.operator, context.text);
        } else if (context.literal != null && checksArguments) {
            Lexeme literal = Lexeme.of(context.literal.value);
            reject(LogqlTreeBuilder.literalProblem(literal.text()), literal);
        }
    }

    private void checkRegex(@Nullable Token operator, Token value) {
        if (checksArguments
                && operator != null
                && (operator.getType() == LogqlGrammar.RE || operator.getType() == LogqlGrammar.NRE)) {
            reject(RegexArguments.problemOf(value.getText()), Lexeme.of(value));
        }
    }

    private void reject(Optional<String> problem, Lexeme argument) {
        if (problem.isPresent()) {
            stopped = true;
            throw new RejectedQuery(Problem.of(problem.get(), argument.position()));
        }
    }

    @Override
    public void enterEveryRule(ParserRuleContext context) {
        // What a rule holds is known when it ends.
    }

    @Override
    public void visitTerminal(TerminalNode node) {
        // Tokens are looked at with their rule.
    }

    @Override
    public void visitErrorNode(ErrorNode node) {
        // The first error ends the run.
    }
}
