package io.tocsin.logql;

import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.checks.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A subtree, or why there is none. Loki reports such problems only after it has parsed the whole query, and then the
 * outermost first: a node with a problem of its own hides the problems below it.
 *
 * @param literal whether a number was written, valid or not
 */
record Built(@Nullable LogqlExpr expr, @Nullable Problem problem, boolean literal, Position position) {

    static Built of(LogqlExpr expr) {
        return new Built(expr, null, expr instanceof NumberLiteral, expr.position());
    }

    static Built failed(Problem problem) {
        return new Built(null, problem, false, problem.position());
    }

    static Built failedLiteral(Problem problem) {
        return new Built(null, problem, true, problem.position());
    }

    boolean isLogSelector() {
        return expr instanceof LogSelectorExpr;
    }

    /** The number of a literal that is valid; null for everything else. */
    @Nullable
    NumberLiteral number() {
        return expr instanceof NumberLiteral number ? number : null;
    }

    /** Only to be called when there is no problem and the subtree is a metric expression. */
    MetricExpr metric() {
        if (expr instanceof MetricExpr metric) {
            return metric;
        }
        throw new IllegalStateException("no metric expression: " + expr);
    }
}
