package io.tocsin.datasource.loki;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import java.time.Duration;
import java.util.Optional;

/** Rewrites by way of the syntax tree. What our parser does not know stays as it is written. */
final class LogqlOffsetRewriter implements OffsetRewriter {

    private final LogqlParser parser = new LogqlParser();

    @Override
    public Optional<String> shift(String expression, Duration offset) {
        LogqlExpr expr;
        try {
            expr = parser.parse(expression);
        } catch (LogqlSyntaxException e) {
            // Loki shall say what it thinks of it: it may be newer than our grammar.
            return Optional.empty();
        }
        return expr instanceof MetricExpr metric
                ? Optional.of(LogRanges.shift(metric, offset).toString())
                : Optional.empty();
    }
}
