package io.tocsin.logql;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.StageChecks;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Reads LogQL as Loki 3.8 does: what Loki accepts is accepted and means the same, and what it refuses is refused in the
 * same words. Immutable and safe for use by many threads.
 */
public final class LogqlParser {

    private final StageChecks stageChecks = new StageChecks();

    /**
     * The tree of a query that Loki would run.
     *
     * @throws LogqlSyntaxException for everything that Loki refuses before it reads a line
     */
    public LogqlExpr parse(String query) {
        LogqlExpr expr = parseWithoutStageChecks(query);
        check(query, expr);
        return expr;
    }

    /**
     * The tree of a query, without the checks that Loki makes only when it prepares the pipeline: regexes of line filters,
     * templates, extraction paths, IP patterns. A caller that has its own reason to refuse a well-formed query (a log
     * query where only metric queries are answered) says so before {@link #check}.
     *
     * @throws LogqlSyntaxException for what is no LogQL, or has the wrong types
     */
    public LogqlExpr parseWithoutStageChecks(String query) {
        if (query.length() >= SizeLimit.MAX_QUERY_BYTES
                || query.length() * 3 >= SizeLimit.MAX_QUERY_BYTES && utf8Length(query) >= SizeLimit.MAX_QUERY_BYTES) {
            throw tooLong(query);
        }
        LexedQuery lexed = LogqlLexer.lex(query);
        Optional<Problem> tooLarge =
                SizeLimit.nestingProblem(lexed.lexemes()).or(() -> SizeLimit.regexProblem(lexed.lexemes()));
        if (tooLarge.isPresent()) {
            throw new LogqlSyntaxException(tooLarge.get(), query, "");
        }
        return build(query, lexed);
    }

    /**
     * The checks that {@link #parseWithoutStageChecks} leaves out.
     *
     * @throws LogqlSyntaxException naming the stage in its canonical form
     */
    public void check(String query, LogqlExpr expr) {
        stageChecks.problemOf(expr).ifPresent(problem -> {
            throw new LogqlSyntaxException(problem, query, "");
        });
    }

    private static LogqlExpr build(String query, LexedQuery lexed) {
        try {
            if (!lexed.errors().isEmpty()) {
                throw new ParseCancellationException();
            }
            LogqlExpr expr = new LogqlTreeBuilder().build(grammar(lexed).query());
            if (expr instanceof LogSelectorExpr selector) {
                StageChecks.widthProblem(selector).ifPresent(problem -> {
                    throw new RejectedQuery(problem);
                });
            }
            return expr;
        } catch (RejectedQuery e) {
            throw new LogqlSyntaxException(SyntaxDiagnosis.of(lexed).orElse(e.problem()), query, "");
        } catch (ParseCancellationException e) {
            // Behind a token that cannot be read, brackets were not looked for.
            String advice = lexed.errors().isEmpty() ? Brackets.advice(lexed.lexemes()) : "";
            throw new LogqlSyntaxException(
                    SyntaxDiagnosis.of(lexed).orElseGet(() -> unexplained(lexed)), query, advice);
        }
    }

    private static LogqlGrammar grammar(LexedQuery lexed) {
        LogqlGrammar grammar = new LogqlGrammar(new GrammarTokenStream(lexed.lexemes()));
        grammar.removeErrorListeners();
        grammar.setErrorHandler(new BailErrorStrategy());
        grammar.setBuildParseTree(false);
        // Where two readings are possible, the grammar's order decides, as in Loki's parser; one look ahead is enough.
        grammar.getInterpreter().setPredictionMode(PredictionMode.SLL);
        return grammar;
    }

    private static Problem unexplained(LexedQuery lexed) {
        Lexeme last = lexed.lexemes().get(lexed.lexemes().size() - 1);
        return Problem.at("syntax error: not a LogQL query", last.position(), last.reportedLine());
    }

    private static int utf8Length(String query) {
        return query.getBytes(StandardCharsets.UTF_8).length;
    }

    private static LogqlSyntaxException tooLong(String query) {
        String text = "input size too long (" + utf8Length(query) + " > " + SizeLimit.MAX_QUERY_BYTES + ")";
        return new LogqlSyntaxException(Problem.of(text, new Position(0, 0, 0)), query, "");
    }
}
