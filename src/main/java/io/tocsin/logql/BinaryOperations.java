package io.tocsin.logql;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.GoText;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.VectorMatching;
import io.tocsin.logql.checks.Problem;
import org.jspecify.annotations.Nullable;

/** Combines two expressions, with Loki's type checks and its folding of literals. */
final class BinaryOperations {

    private BinaryOperations() {}

    static Built combine(
            BinaryOperator operator, Built left, Built right, VectorMatching matching, boolean returnBool) {
        Problem own = problem(operator, left, right);
        if (own != null) {
            return Built.failed(own);
        }
        NumberLiteral leftNumber = left.number();
        NumberLiteral rightNumber = right.number();
        if (leftNumber != null && rightNumber != null) {
            double value = operator.apply(leftNumber.value(), rightNumber.value());
            return Built.of(new NumberLiteral(value, left.position()));
        }
        if (left.problem() != null) {
            return left.literal() ? left : Built.failed(left.problem());
        }
        if (right.problem() != null) {
            return Built.failed(right.problem());
        }
        return Built.of(
                new BinaryOperation(operator, left.metric(), right.metric(), matching, returnBool, left.position()));
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
                                + "): " + GoText.fixedNumber(number.value()),
                        built.position());
    }
}
