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
        Double value = LineModel.outcome(expression, lines).value();
        return value != null && rule.isActive(value);
    }

    /** Whether the rule is active with no line, with one and with any number of them. */
    boolean firesAlways() {
        return firesWith(0) && firesWith(1) && firesWith(MANY);
    }
}
