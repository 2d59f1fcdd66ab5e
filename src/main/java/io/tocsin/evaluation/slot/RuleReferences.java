package io.tocsin.evaluation.slot;

import io.tocsin.alert.RuleReference;
import io.tocsin.rule.Absence;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.Condition;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;

/** The facts of a rule that go into events. */
final class RuleReferences {

    private RuleReferences() {}

    static RuleReference of(RuleGroup group, AlertRule rule, Duration queryOffset) {
        return new RuleReference(
                rule.key(),
                rule.watches().map(Absence::lastLines).orElse(rule.expression()),
                rule.watches()
                        .map(Absence::toString)
                        .orElseGet(() ->
                                rule.activeWhen().map(RuleReferences::text).orElse("")),
                group.dataSource(),
                queryOffset,
                rule.evidence(),
                rule.contactPoints());
    }

    private static String text(Condition condition) {
        if (condition instanceof Condition.Threshold threshold) {
            return threshold.comparison().operator() + " " + number(threshold.threshold());
        }
        if (condition instanceof Condition.Inside inside) {
            return "inside [" + number(inside.low()) + ", " + number(inside.high()) + "]";
        }
        if (condition instanceof Condition.Outside outside) {
            return "outside [" + number(outside.low()) + ", " + number(outside.high()) + "]";
        }
        throw new IllegalStateException("unknown condition " + condition);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
