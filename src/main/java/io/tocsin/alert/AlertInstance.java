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

    /** The label of the one instance that stands for those beyond the limit; its value is how many they are. */
    public static final String FOLDED_LABEL = "tocsin_folded";

    public AlertInstance {
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** The identity of the instance within its rule. */
    public Fingerprint fingerprint() {
        return labels.fingerprint();
    }

    /** Whether it stands for others, beyond the limit of its group. */
    public boolean isFolded() {
        return labels.has(FOLDED_LABEL);
    }

    /** The same state, seen active at a later slot. */
    public AlertInstance at(Instant slot, double newestValue) {
        return new AlertInstance(
                rule, labels, state, activeAt, firedAt, keepFiringSince, resolvedAt, newestValue, annotations, slot);
    }

    /** A new episode of firing, in all else the same. */
    public AlertInstance firing(Instant slot) {
        return with(InstanceState.FIRING, slot, null, null, evaluatedAt);
    }

    /** Firing as before; a recovery that had begun is taken back. */
    public AlertInstance firingStill() {
        return with(InstanceState.FIRING, firedAt, null, null, evaluatedAt);
    }

    /** Active, but not long enough to fire. */
    public AlertInstance pending() {
        return with(InstanceState.PENDING, null, null, null, evaluatedAt);
    }

    /** Inactive since the first slot for which this was called. */
    public AlertInstance recovering(Instant slot) {
        return with(InstanceState.RECOVERING, firedAt, keepFiringSince == null ? slot : keepFiringSince, null, slot);
    }

    public AlertInstance resolved(Instant slot) {
        return with(InstanceState.RESOLVED, firedAt, null, slot, slot);
    }

    public AlertInstance withAnnotations(SortedMap<String, String> texts) {
        return new AlertInstance(
                rule, labels, state, activeAt, firedAt, keepFiringSince, resolvedAt, value, texts, evaluatedAt);
    }

    private AlertInstance with(
            InstanceState newState,
            @Nullable Instant newFiredAt,
            @Nullable Instant newKeepFiringSince,
            @Nullable Instant newResolvedAt,
            Instant newEvaluatedAt) {
        return new AlertInstance(
                rule,
                labels,
                newState,
                activeAt,
                newFiredAt,
                newKeepFiringSince,
                newResolvedAt,
                value,
                annotations,
                newEvaluatedAt);
    }
}
