package io.tocsin.alert.store;

import io.tocsin.alert.RuleReference;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.util.List;

/** A rule's facts as they are stored; the key is in the row's columns. */
record ReferenceDocument(
        String expression,
        String condition,
        String dataSource,
        long queryOffsetMillis,
        int evidenceLines,
        String evidenceQuery,
        List<String> contactPoints) {

    static ReferenceDocument of(RuleReference rule) {
        return new ReferenceDocument(
                rule.expression(),
                rule.condition(),
                rule.dataSource(),
                rule.queryOffset().toMillis(),
                rule.evidence().lines(),
                rule.evidence().query(),
                rule.contactPoints().stream().map(ContactPointName::value).toList());
    }

    RuleReference toReference(RuleKey key) {
        return new RuleReference(
                key,
                expression,
                condition,
                dataSource,
                Duration.ofMillis(queryOffsetMillis),
                new EvidenceSettings(evidenceLines, evidenceQuery),
                contactPoints.stream().map(ContactPointName::new).toList());
    }
}
