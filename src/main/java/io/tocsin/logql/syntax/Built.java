package io.tocsin.logql.syntax;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.Position;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.checks.Problem;
import io.tocsin.text.go.GoFloats;
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

    /** Two expressions with an operator between them, with Loki's type checks and its folding of literals. */
    static Built combine(
            BinaryOperator operator, Built left, Built right, VectorMatching matching, boolean returnBool) {
        Problem own = problem(operator, left, right);
        if (own != null) {
            return failed(own);
        }
        NumberLiteral leftNumber = left.number();
        NumberLiteral rightNumber = right.number();
        if (leftNumber != null && rightNumber != null) {
            double value = operator.apply(leftNumber.value(), rightNumber.value());
            return of(new NumberLiteral(value, left.position()));
        }
        if (left.problem() != null) {
            return left.literal() ? left : failed(left.problem());
        }
        if (right.problem() != null) {
            return failed(right.problem());
        }
        return of(new BinaryOperation(operator, left.metric(), right.metric(), matching, returnBool, left.position()));
    }

    private static @Nullable Problem problem(BinaryOperator operator, Built left, Built right) {
        if (left.isLogSelector()) {
            return logSide("left", operator, left);
        }
        if (right.isLogSelector()) {
            return logSide("right", operator, right);
        }
        if (left.literal() && left.problem() != null) {
            return left.problem();
        }
        if (right.literal() && right.problem() != null) {
            return right.problem();
        }
        if (!operator.isSetOperator()) {
            return null;
        }
        Problem leftProblem = literalSide("left", operator, left);
        return leftProblem == null ? literalSide("right", operator, right) : leftProblem;
    }

    private static @Nullable Problem logSide(String side, BinaryOperator operator, Built built) {
        boolean bare = built.expr() instanceof LogSelectorExpr selector
                && selector.stages().isEmpty();
        return Problem.of(
                "unexpected type for " + side + " leg of binary operation (" + operator.symbol() + "): *syntax."
                        + (bare ? "MatchersExpr" : "PipelineExpr"),
                built.position());
    }

    private static @Nullable Problem literalSide(String side, BinaryOperator operator, Built built) {
        NumberLiteral number = built.number();
        return number == null
                ? null
                : Problem.of(
                        "unexpected literal for " + side + " leg of logical/set binary operation (" + operator.symbol()
                                + "): " + GoFloats.fixed(number.value(), 6),
                        built.position());
    }
}
