package io.tocsin.evaluation.outage;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleReference;
import io.tocsin.label.Labels;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What alerts that no rule file makes have in common. They go the way of all others. */
final class BuiltInAlerts {

    /** The group of rules that are built in; no file can have this name. */
    static final GroupKey GROUP = new GroupKey("", "tocsin");

    private BuiltInAlerts() {}

    static RuleKey key(String alertName) {
        return new RuleKey(GROUP, alertName, Labels.empty().fingerprint());
    }

    static Alert alert(AlertInstance instance, String dataSource, Instant slot) {
        Instant firedAt = instance.firedAt() == null ? slot : instance.firedAt();
        RuleReference reference = new RuleReference(
                instance.rule(), "", "", dataSource, Duration.ZERO, new EvidenceSettings(0, ""), List.of());
        return new Alert(
                new AlertId(instance.rule(), instance.fingerprint(), firedAt),
                instance.labels(),
                instance.annotations(),
                instance.activeAt(),
                slot,
                instance.value(),
                reference);
    }
}
