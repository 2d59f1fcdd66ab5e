package io.tocsin.alert;

import io.tocsin.rule.Absence;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.Condition;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.util.List;

/**
 * What a message must know of the rule as it was when the event happened.
 *
 * @param expression the query as written; of a rule that watches for absence, the one for an entity's last lines
 * @param condition the condition as written, for example {@code > 0}; empty when the rule has none
 * @param contactPoints named by the rule; empty: the policies decide
 * @param queryOffset how far before the slot the data source was asked
 */
public record RuleReference(
        RuleKey key,
        String expression,
        String condition,
        String dataSource,
        Duration queryOffset,
        EvidenceSettings evidence,
        List<ContactPointName> contactPoints) {

    public RuleReference {
        contactPoints = List.copyOf(contactPoints);
    }

    /** A rule as it is now. */
    public static RuleReference of(RuleGroup group, AlertRule rule, Duration queryOffset) {
        return new RuleReference(
                rule.key(),
                rule.watches().map(Absence::lastLines).orElse(rule.expression()),
                rule.watches()
                        .map(Absence::toString)
                        .orElseGet(
                                () -> rule.activeWhen().map(RuleReference::text).orElse("")),
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
