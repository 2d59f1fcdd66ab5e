package io.tocsin.web;

import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.silence.SilenceId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * One row of the alerts page; all texts are plain and escaped by the template.
 *
 * @param id the episode, as {@code AlertId.toString()}; empty until it fires
 * @param matchers exactly its labels, for a link to the silence form
 * @param silencedBy what keeps it from being told now
 */
record AlertView(
        String rulePath,
        String name,
        InstanceState state,
        String value,
        Instant since,
        SortedMap<String, String> labels,
        String summary,
        String description,
        String file,
        String group,
        String id,
        List<String> matchers,
        List<String> silencedBy) {

    /** Without looking for silences. */
    static AlertView of(AlertInstance instance) {
        return of(instance, List.of());
    }

    static AlertView of(AlertInstance instance, List<SilenceId> silencedBy) {
        Instant firedAt = instance.firedAt();
        return new AlertView(
                RuleAddress.path(instance.rule()),
                instance.labels().get(Labels.ALERT_NAME),
                instance.state(),
                PlainNumbers.print(instance.value()),
                firedAt == null ? instance.activeAt() : firedAt,
                instance.labels().without(Set.of(Labels.ALERT_NAME)).asMap(),
                instance.annotations().getOrDefault("summary", ""),
                instance.annotations().getOrDefault("description", ""),
                instance.rule().group().file(),
                instance.rule().group().group(),
                idOf(instance),
                instance.labels().asMap().entrySet().stream()
                        .map(label -> LabelMatcher.equal(label.getKey(), label.getValue())
                                .toString())
                        .toList(),
                silencedBy.stream().map(SilenceId::value).toList());
    }

    static String idOf(AlertInstance instance) {
        Instant firedAt = instance.firedAt();
        return firedAt == null ? "" : new AlertId(instance.rule(), instance.fingerprint(), firedAt).toString();
    }
}
