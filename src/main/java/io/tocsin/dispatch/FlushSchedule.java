package io.tocsin.dispatch;

import io.tocsin.dispatch.store.GroupTallies.StoredTally;
import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationDecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a stored group is to be asked next. */
final class FlushSchedule {

    private FlushSchedule() {}

    /** Null when only a new event can give it cause. A group in which something is muted is looked at regularly. */
    static @Nullable Instant next(StoredTally stored, GroupTimings timings, Instant at) {
        Instant next = NotificationDecision.nextFlush(stored.tally(), timings).orElse(null);
        if (!stored.hasMuted()) {
            return next;
        }
        Instant check = at.plus(timings.groupInterval());
        return next == null || check.isBefore(next) ? check : next;
    }
}
