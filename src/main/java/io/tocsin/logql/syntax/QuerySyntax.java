package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.checks.Problem;
import io.tocsin.logql.checks.StageChecks;
import java.util.Optional;

/** Reads a query: tokens, grammar, tree. What several things are wrong with is refused for the one that Loki names. */
public final class QuerySyntax {

    private QuerySyntax() {}

    /** @throws RejectedQuery for what is no LogQL, or has the wrong types */
    public static LogqlExpr read(String query) {
        rejectIf(SizeLimit.lengthProblem(query));
        LexedQuery lexed = LogqlLexer.lex(query);
        rejectIf(SizeLimit.nestingProblem(lexed.lexemes()).or(() -> SizeLimit.regexProblem(lexed.lexemes())));
        GrammarRun run = GrammarRun.of(lexed.lexemes());
        rejectIf(lexed.errors().stream()
                .filter(error -> error.tokenIndex() <= run.unexpected())
                .findFirst()
                .map(error -> Problem.at(error.message(), error.position(), error.reportedLine())
                        .withAdvice(Slips.adviceOn(error, query))));
        LogqlGrammar.QueryContext context = run.found();
        if (context == null) {
            throw new RejectedQuery(unexpected(query, lexed, run.unexpected()));
        }
        LogqlExpr expr = new LogqlTreeBuilder().build(context);
        if (expr instanceof LogSelectorExpr selector) {
            rejectIf(StageChecks.widthProblem(selector));
        }
        return expr;
    }

    private static void rejectIf(Optional<Problem> problem) {
        problem.ifPresent(found -> {
            throw new RejectedQuery(found);
        });
    }

    private static Problem unexpected(String query, LexedQuery lexed, int index) {
        Lexeme lexeme = lexed.lexemes().get(index);
        String text =
                "syntax error: unexpected " + lexeme.type().displayName() + Expectation.at(lexed.lexemes(), index);
        // Behind a token that cannot be read there are none, and so no brackets that close.
        String advice = lexed.errors().isEmpty() ? new Slips(query, lexed.lexemes(), index).advice() : "";
        return Problem.at(text, lexeme.position(), lexeme.reportedLine()).withAdvice(advice);
    }
}
