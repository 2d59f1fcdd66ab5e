package io.tocsin.logql;

import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.checks.StageChecks;
import io.tocsin.logql.syntax.QuerySyntax;
import io.tocsin.logql.syntax.RejectedQuery;

/**
 * Reads LogQL as Loki 3.8 does: what Loki accepts is accepted and means the same, and what it refuses is refused in the
 * same words, up to the {@code expecting …} of a syntax error. Immutable and safe for use by many threads.
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
        try {
            return QuerySyntax.read(query);
        } catch (RejectedQuery e) {
            throw new LogqlSyntaxException(e.problem(), query);
        }
    }

    /**
     * The checks that {@link #parseWithoutStageChecks} leaves out.
     *
     * @throws LogqlSyntaxException naming the stage in its canonical form
     */
    public void check(String query, LogqlExpr expr) {
        stageChecks.problemOf(expr).ifPresent(problem -> {
            throw new LogqlSyntaxException(problem, query);
        });
    }
}
