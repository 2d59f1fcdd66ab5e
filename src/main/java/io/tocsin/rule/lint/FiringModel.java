package io.tocsin.rule.lint;

import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.rule.AlertRule;

/** Whether a rule is active for a number of matching lines. False also when that cannot be told. */
final class FiringModel {

    private static final double MANY = 1e9;

    private final AlertRule rule;
    private final MetricExpr expression;

    FiringModel(AlertRule rule, MetricExpr expression) {
        this.rule = rule;
        this.expression = expression;
    }

    boolean firesWith(double lines) {
        return isActive(LineModel.outcome(expression, lines));
    }

    /** Whether the rule would be active if no lines counted 0, and is not, because they yield nothing. */
    boolean overlooksSilence() {
        return isActive(LineModel.outcomeOfZero(expression)) && !firesWith(0);
    }

    private boolean isActive(LineModel.LineOutcome outcome) {
        Double value = outcome.value();
        return value != null && rule.isActive(value);
    }

    /** Whether the rule is active with no line, with one and with any number of them. */
    boolean firesAlways() {
        return firesWith(0) && firesWith(1) && firesWith(MANY);
    }
}
