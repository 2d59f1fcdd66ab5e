package io.tocsin.evaluation.slot;

import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which slots of a group are due.
 *
 * @param missed slots to be caught up, oldest first
 * @param current the newest due slot; null when nothing is due
 * @param skipped how many slots are too old to be caught up
 */
public record SlotPlan(List<Instant> missed, @Nullable Instant current, long skipped) {

    private static final SlotPlan NOTHING = new SlotPlan(List.of(), null, 0);

    public SlotPlan {
        missed = List.copyOf(missed);
    }

    /** Never plans a slot that lies in the future, or one that was evaluated before. */
    public static SlotPlan of(RuleGroup group, Instant lastSlot, Instant now, Duration catchUpMaxAge) {
        Instant current = group.slotAtOrBefore(now);
        if (!current.isAfter(lastSlot)) {
            return NOTHING;
        }
        Instant first = group.slotAfter(lastSlot);
        Instant oldest = now.minus(catchUpMaxAge);
        Instant from = first.isBefore(oldest) ? earlier(group.slotAfter(oldest), current) : first;
        long skipped = Duration.between(first, from).dividedBy(group.interval());
        List<Instant> missed = new ArrayList<>();
        for (Instant slot = from; slot.isBefore(current); slot = slot.plus(group.interval())) {
            missed.add(slot);
        }
        return new SlotPlan(missed, current, skipped);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
