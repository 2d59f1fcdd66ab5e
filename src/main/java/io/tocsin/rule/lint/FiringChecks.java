package io.tocsin.rule.lint;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.NoDataPolicy;
import java.util.List;
import java.util.Optional;

/** Rules that fire whatever the logs say. */
final class FiringChecks {

    private FiringChecks() {}

    static void inspect(LintedRule linted) {
        linted.expression().ifPresent(expression -> {
            checkFiring(linted, expression);
            checkDoubleComparison(linted, expression);
        });
    }

    private static void checkFiring(LintedRule linted, MetricExpr expression) {
        AlertRule rule = linted.rule();
        FiringModel firing = new FiringModel(rule, expression);
        // An expression without a range, as vector(1), is made to fire always: a watchdog of the way to the chat.
        if (ExpressionNodes.ranges(expression).isEmpty()) {
            return;
        }
        if (firing.firesAlways()) {
            linted.report(
                    LintCode.ALWAYS_FIRES,
                    expression.position(),
                    alwaysBecause(rule, expression),
                    "add a condition that 0 does not satisfy, for example condition: \"> 0\".");
            return;
        }
        boolean hasCondition = rule.condition() != null || isComparison(expression);
        if (hasCondition && rule.noData() != NoDataPolicy.ZERO && firing.overlooksSilence()) {
            linted.report(
                    LintCode.SILENCE_NOT_SEEN,
                    expression.position(),
                    "the comparison holds for 0, but a range without lines yields nothing instead of 0: the rule does not"
                            + " fire when the lines stop.",
                    "write (… or vector(0)) where the expression has no labels, or no_data: zero, or a rule with"
                            + " absent_over_time({…}[…]).");
        }
        fallback(expression).filter(or -> firing.firesWith(0)).ifPresent(or -> reportFallback(linted, or));
    }

    private static String alwaysBecause(AlertRule rule, MetricExpr expression) {
        if (rule.condition() != null) {
            return "the condition \"" + rule.condition() + "\" holds for every number of lines, also for none: the rule"
                    + " always fires.";
        }
        boolean hasBool = ResultPath.of(expression).stream()
                .anyMatch(part -> part instanceof BinaryOperation operation && operation.returnBool());
        if (hasBool) {
            return "a comparison with \"bool\" yields 0 instead of nothing, and without a condition every value fires:"
                    + " the rule always fires.";
        }
        return "the expression yields a value also when there is no matching line, and nothing compares it: the rule"
                + " always fires.";
    }

    /** The {@code labelled or vector(n)} whose right side is a series of the result of its own, beside the left ones. */
    private static Optional<BinaryOperation> fallback(MetricExpr expression) {
        return ResultPath.of(expression).stream()
                .filter(BinaryOperation.class::isInstance)
                .map(BinaryOperation.class::cast)
                .filter(operation -> operation.operator() == BinaryOperator.OR)
                .filter(or -> or.right() instanceof VectorExpr)
                .filter(or -> !ProducedLabels.of(or.left()).isEmpty())
                .findFirst();
    }

    private static void reportFallback(LintedRule linted, BinaryOperation or) {
        String labels = describedLabels(ProducedLabels.of(or.left()));
        linted.report(
                LintCode.FIRES_WITHOUT_LABELS,
                or.position(),
                "the left side of \"or\" has the labels " + labels + ", so " + or.right()
                        + ", which has none, is in every answer as a series of its own, and it satisfies the comparison: the"
                        + " rule fires for ever, without the labels, and never says for which of them there are no lines.",
                "aggregate without labels, as in (sum(…) or vector(0)) < 1, or write one rule with absent_over_time({…}[…])"
                        + " for each source.");
    }

    private static String describedLabels(ProducedLabels labels) {
        return labels.isOpen() ? "of the streams" : String.join(", ", List.copyOf(labels.names()));
    }

    private static void checkDoubleComparison(LintedRule linted, MetricExpr expression) {
        if (isComparison(expression) && linted.rule().condition() != null) {
            linted.report(
                    LintCode.CONDITION_AFTER_COMPARISON,
                    "condition",
                    "the expression already compares, and yields nothing when that is false; the condition sees only what is"
                            + " left, and the value of a resolved alert takes an extra query.",
                    "keep the condition and remove the comparison from the expression.");
        }
    }

    /** Whether the expression drops the series that a comparison with a number refuses. */
    private static boolean isComparison(MetricExpr expression) {
        return expression instanceof BinaryOperation operation
                && operation.operator().isComparison()
                && !operation.returnBool()
                && (operation.right() instanceof NumberLiteral || operation.left() instanceof NumberLiteral);
    }
}
