package io.tocsin.web.rules;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.label.Labels;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.RuleAddress;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;

/** One alert in a list; all texts are plain and escaped by the template. */
public record AlertView(
        String rulePath,
        String name,
        InstanceState state,
        String value,
        Instant since,
        SortedMap<String, String> labels,
        String summary,
        String description) {

    public static AlertView of(AlertInstance instance) {
        Instant firedAt = instance.firedAt();
        return new AlertView(
                RuleAddress.path(instance.rule()),
                instance.labels().get(Labels.ALERT_NAME),
                instance.state(),
                PlainNumbers.print(instance.value()),
                firedAt == null ? instance.activeAt() : firedAt,
                instance.labels().without(Set.of(Labels.ALERT_NAME)).asMap(),
                instance.annotations().getOrDefault("summary", ""),
                instance.annotations().getOrDefault("description", ""));
    }
}
