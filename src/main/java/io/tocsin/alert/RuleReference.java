package io.tocsin.alert;

import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.EvidenceSettings;
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
}
