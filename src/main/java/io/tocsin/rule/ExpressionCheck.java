package io.tocsin.rule;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Checks the queries of rules when they are loaded: that they are LogQL, where their data source speaks it, and that they
 * yield what is needed, numbers for an expression and lines for evidence.
 */
public final class ExpressionCheck {

    private final Function<String, LogqlExpr> reader;
    private final Predicate<String> speaksLogql;

    /** A check for rules that all ask a Loki. */
    public ExpressionCheck() {
        this(dataSource -> true);
    }

    /** @param speaksLogql whether the data source of this name is a Loki; the queries of others are not looked at */
    public ExpressionCheck(Predicate<String> speaksLogql) {
        this(speaksLogql, new LogqlParser()::parse);
    }

    /** @param reader reads LogQL, or throws {@link LogqlSyntaxException} */
    public ExpressionCheck(Predicate<String> speaksLogql, Function<String, LogqlExpr> reader) {
        this.speaksLogql = speaksLogql;
        this.reader = reader;
    }

    /** A mistake in a query; line and column are 1-based and count within the query. */
    record ExpressionProblem(int line, int column, String message) {}

    /** Whether queries to the data source of this name are LogQL. */
    boolean speaksLogql(String dataSource) {
        return speaksLogql.test(dataSource);
    }

    /** Problems of a rule's {@code expr}, which must yield numbers. */
    List<ExpressionProblem> ofExpression(String expression, String dataSource) {
        return check(
                expression,
                dataSource,
                expr -> !(expr instanceof LogSelectorExpr),
                "a rule needs numbers, and this query yields log lines; count them, as in"
                        + " sum(count_over_time({job=\"app\"} |= \"ERROR\" [5m]))");
    }

    /** Problems of a query for evidence, or of one to watch, which must yield log lines. */
    List<ExpressionProblem> ofLogQuery(String query, String dataSource) {
        return check(
                query,
                dataSource,
                expr -> expr instanceof LogSelectorExpr,
                "log lines are needed here, and this query yields numbers; write a selector, as in {job=\"app\"} |= \"ERROR\"");
    }

    private List<ExpressionProblem> check(
            String query, String dataSource, Predicate<LogqlExpr> isWanted, String otherwise) {
        if (!speaksLogql.test(dataSource)) {
            return List.of();
        }
        try {
            return isWanted.test(reader.apply(query)) ? List.of() : List.of(new ExpressionProblem(1, 1, otherwise));
        } catch (LogqlSyntaxException e) {
            String hint = PrometheusQueries.metricIn(query)
                    .map(PrometheusQueries::hint)
                    .orElse("");
            return List.of(
                    new ExpressionProblem(Math.max(1, e.line()), Math.max(1, e.column()), e.explanation() + hint));
        }
    }
}
