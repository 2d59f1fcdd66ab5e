package io.tocsin.dispatch;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleReference;
import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Alerts and events with valid defaults. */
public final class TestAlerts {

    private TestAlerts() {}

    public static Alert alert(String name, String host, Instant firedAt, String... contactPoints) {
        return alert(Labels.of("alertname", name, "host", host, "severity", "critical"), firedAt, contactPoints);
    }

    public static Alert alert(Labels labels, Instant firedAt, String... contactPoints) {
        RuleKey key = new RuleKey(
                new GroupKey("ocr.yml", "jobs"),
                labels.get("alertname"),
                Labels.empty().fingerprint());
        List<ContactPointName> receivers =
                Arrays.stream(contactPoints).map(ContactPointName::new).toList();
        RuleReference rule = new RuleReference(
                key,
                "sum by (host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m]))",
                "> 0",
                "default",
                Duration.ofSeconds(10),
                EvidenceSettings.DEFAULT,
                receivers);
        AlertId id = new AlertId(key, labels.fingerprint(), firedAt);
        return new Alert(
                id, labels, new TreeMap<>(Map.of("summary", "OCR \uC624\uB958 \u0000")), firedAt, firedAt, 3.5, rule);
    }

    public static AlertEvent fired(Alert alert) {
        return new AlertEvent.Fired(alert, false);
    }

    public static AlertEvent firedLate(Alert alert) {
        return new AlertEvent.Fired(alert, true);
    }

    public static AlertEvent resolved(Alert alert, Instant at) {
        return new AlertEvent.Resolved(alert, at, ResolveReason.CONDITION_FALSE, 0.0, "", false);
    }

    public static AlertEvent resolvedLate(Alert alert, Instant at) {
        return new AlertEvent.Resolved(alert, at, ResolveReason.NO_DATA, null, "", true);
    }
}
