package io.tocsin.evidence;

import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import java.time.Duration;
import java.util.Optional;

/** Derives from a rule's expression which log lines stand behind an alert. Safe for use by many threads. */
public final class EvidenceQueries {

    /** The window for a given query when the expression has none of its own. */
    private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    private final LogqlParser parser = new LogqlParser();

    /**
     * The lines that the expression's first range counts, narrowed to those of the alert. Empty when there are none to
     * show: the expression is not LogQL, reads no logs, or looks for their absence.
     *
     * @param alertLabels the alert's labels; those that cannot come from the logs, such as the rule's own, are ignored
     */
    public Optional<EvidenceQuery> derive(String expression, Labels alertLabels) {
        return firstRange(expression)
                .map(found -> new EvidenceQuery(
                        Narrowing.narrow(found, alertLabels).toString(),
                        found.range().range(),
                        found.range().offset()));
    }

    /**
     * The query that a rule gives itself, over the window of its expression; five minutes when that has none.
     *
     * @param query a log query; it is not narrowed
     */
    public EvidenceQuery given(String query, String expression) {
        return firstRange(expression)
                .map(found -> new EvidenceQuery(
                        query, found.range().range(), found.range().offset()))
                .orElseGet(() -> new EvidenceQuery(query, DEFAULT_WINDOW, Duration.ZERO));
    }

    private Optional<FirstRange.Found> firstRange(String expression) {
        try {
            LogqlExpr expr = parser.parse(expression);
            return expr instanceof MetricExpr metric ? FirstRange.in(metric) : Optional.empty();
        } catch (LogqlSyntaxException e) {
            // PromQL, for example; the rule's own check reports what is wrong with it.
            return Optional.empty();
        }
    }
}
