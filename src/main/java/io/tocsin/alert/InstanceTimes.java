package io.tocsin.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The slots at which an instance went from state to state.
 *
 * @param activeAt since when it has been active without a break
 * @param firedAt null until it fires
 * @param keepFiringSince set only while it is recovering
 * @param resolvedAt set only when it is resolved
 * @param evaluatedAt the newest slot at which it was observed
 */
public record InstanceTimes(
        Instant activeAt,
        @Nullable Instant firedAt,
        @Nullable Instant keepFiringSince,
        @Nullable Instant resolvedAt,
        Instant evaluatedAt) {

    /** Those of an instance that became active and does not fire yet. */
    public static InstanceTimes pending(Instant activeAt, Instant evaluatedAt) {
        return new InstanceTimes(activeAt, null, null, null, evaluatedAt);
    }

    /** Those of an instance that fires. */
    public static InstanceTimes firing(Instant activeAt, Instant firedAt, Instant evaluatedAt) {
        return new InstanceTimes(activeAt, firedAt, null, null, evaluatedAt);
    }

    InstanceTimes seenAt(Instant slot) {
        return new InstanceTimes(activeAt, firedAt, keepFiringSince, resolvedAt, slot);
    }

    InstanceTimes fired(Instant slot) {
        return new InstanceTimes(activeAt, slot, null, null, evaluatedAt);
    }

    InstanceTimes firingStill() {
        return new InstanceTimes(activeAt, firedAt, null, null, evaluatedAt);
    }

    InstanceTimes notFired() {
        return new InstanceTimes(activeAt, null, null, null, evaluatedAt);
    }

    InstanceTimes recovering(Instant slot) {
        return new InstanceTimes(activeAt, firedAt, keepFiringSince == null ? slot : keepFiringSince, null, slot);
    }

    InstanceTimes resolved(Instant slot) {
        return new InstanceTimes(activeAt, firedAt, null, slot, slot);
    }
}
