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
        EvidenceDocument evidence,
        List<String> contactPoints) {

    static ReferenceDocument of(RuleReference rule) {
        return new ReferenceDocument(
                rule.expression(),
                rule.condition(),
                rule.dataSource(),
                rule.queryOffset().toMillis(),
                EvidenceDocument.of(rule.evidence()),
                rule.contactPoints().stream().map(ContactPointName::value).toList());
    }

    RuleReference toReference(RuleKey key) {
        return new RuleReference(
                key,
                expression,
                condition,
                dataSource,
                Duration.ofMillis(queryOffsetMillis),
                evidence.toSettings(),
                contactPoints.stream().map(ContactPointName::new).toList());
    }

    /** Which lines the rule wants. */
    record EvidenceDocument(int lines, String query, int before, int after, List<String> ownPackages) {

        static EvidenceDocument of(EvidenceSettings settings) {
            return new EvidenceDocument(
                    settings.lines(), settings.query(), settings.before(), settings.after(), settings.ownPackages());
        }

        EvidenceSettings toSettings() {
            return new EvidenceSettings(lines, query, before, after, ownPackages);
        }
    }
}
