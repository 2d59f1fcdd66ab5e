package io.tocsin.alert;

import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One label set of one rule, with everything the state machine needs to go on after a restart. All times are slots.
 *
 * @param labels the instance's full labels: the series' labels, the rule's labels and {@code alertname}
 * @param activeAt since when it has been active without a break
 * @param firedAt null until it fires
 * @param keepFiringSince set only while RECOVERING
 * @param resolvedAt set only when RESOLVED
 * @param value the newest value at which it was active
 * @param evaluatedAt the newest slot at which it was observed
 */
public record AlertInstance(
        RuleKey rule,
        Labels labels,
        InstanceState state,
        Instant activeAt,
        @Nullable Instant firedAt,
        @Nullable Instant keepFiringSince,
        @Nullable Instant resolvedAt,
        double value,
        SortedMap<String, String> annotations,
        Instant evaluatedAt) {

    public AlertInstance {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** The identity of the instance within its rule. */
    public Fingerprint fingerprint() {
        return labels.fingerprint();
    }
}
