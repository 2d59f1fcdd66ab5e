package io.tocsin.alert.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What dispatch has not done.
 *
 * @param setAside how many events are set aside
 * @param setAsideSince the first of them; null when there is none
 * @param example what the newest of them is and why it is set aside; empty when there is none
 * @param oldestWaiting the slot of the oldest event that waits and was not found late; null when none waits
 */
public record EventBacklog(
        long setAside,
        @Nullable Instant setAsideSince,
        String example,
        @Nullable Instant oldestWaiting) {}
