package io.tocsin.alert;

import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.label.SortedTexts;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One label set of one rule, with everything the state machine needs to go on after a restart. All times are slots.
 *
 * @param labels the instance's full labels: the series' labels, the rule's labels and {@code alertname}
 * @param value the newest value at which it was active
 */
public record AlertInstance(
        RuleKey rule,
        Labels labels,
        InstanceState state,
        InstanceTimes times,
        double value,
        SortedMap<String, String> annotations) {

    /** The label of the one instance that stands for those beyond the limit; its value is how many they are. */
    public static final String FOLDED_LABEL = "tocsin_folded";

    public AlertInstance {
        annotations = SortedTexts.of(annotations);
    }

    /** The identity of the instance within its rule. */
    public Fingerprint fingerprint() {
        return labels.fingerprint();
    }

    /** Whether it stands for others, beyond the limit of its group. */
    public boolean isFolded() {
        return labels.has(FOLDED_LABEL);
    }

    /** Since when it has been active without a break. */
    public Instant activeAt() {
        return times.activeAt();
    }

    /** Null until it fires. */
    public @Nullable Instant firedAt() {
        return times.firedAt();
    }

    /** Set only while it is recovering. */
    public @Nullable Instant keepFiringSince() {
        return times.keepFiringSince();
    }

    /** Set only when it is resolved. */
    public @Nullable Instant resolvedAt() {
        return times.resolvedAt();
    }

    /** The newest slot at which it was observed. */
    public Instant evaluatedAt() {
        return times.evaluatedAt();
    }

    /** The same state, seen active at a later slot. */
    public AlertInstance at(Instant slot, double newestValue) {
        return new AlertInstance(rule, labels, state, times.seenAt(slot), newestValue, annotations);
    }

    /** A new episode of firing, in all else the same. */
    public AlertInstance firing(Instant slot) {
        return with(InstanceState.FIRING, times.fired(slot));
    }

    /** Firing as before; a recovery that had begun is taken back. */
    public AlertInstance firingStill() {
        boolean isSo = state == InstanceState.FIRING && times.keepFiringSince() == null && times.resolvedAt() == null;
        return isSo ? this : with(InstanceState.FIRING, times.firingStill());
    }

    /** Active, but not long enough to fire. */
    public AlertInstance pending() {
        return with(InstanceState.PENDING, times.notFired());
    }

    /** Inactive since the first slot for which this was called. */
    public AlertInstance recovering(Instant slot) {
        return with(InstanceState.RECOVERING, times.recovering(slot));
    }

    public AlertInstance resolved(Instant slot) {
        return with(InstanceState.RESOLVED, times.resolved(slot));
    }

    public AlertInstance withAnnotations(SortedMap<String, String> texts) {
        return new AlertInstance(rule, labels, state, times, value, texts);
    }

    private AlertInstance with(InstanceState newState, InstanceTimes newTimes) {
        return new AlertInstance(rule, labels, newState, newTimes, value, annotations);
    }
}
