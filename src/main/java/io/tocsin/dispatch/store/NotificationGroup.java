package io.tocsin.dispatch.store;

import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationGroupKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification group as it is stored.
 *
 * @param key may lack group labels that this version cannot read; then it does not give the id
 * @param nextFlushAt when the group is to be asked next; null when only a new event can give it cause
 * @param lastNotifiedAt null before the first notification
 * @param shownMutes what the newest message shows of its mutes, in a short form; empty: nothing
 * @param version grows with every change of the row
 */
public record NotificationGroup(
        String id,
        NotificationGroupKey key,
        GroupTimings timings,
        @Nullable Instant nextFlushAt,
        @Nullable Instant lastNotifiedAt,
        String shownMutes,
        long version,
        Instant createdAt) {}
