package io.tocsin.evaluation.state;

import io.tocsin.evaluation.state.Sighting.SightingWindow;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.Absence;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule that watches for absence remembers of its entities. The values of such a rule are made of it, so that no
 * slot has to ask for more than the lines since the one before.
 *
 * @param lastSeen when each entity was seen last: not before its last line
 * @param known the time that was looked at without a gap; null when nothing was
 */
public record EntityMemory(
        Map<Labels, Instant> lastSeen, @Nullable SightingWindow known) {

    public static final EntityMemory EMPTY = new EntityMemory(Map.of(), null);

    /** More entities are no longer kept: each slot writes all of them. */
    public static final int MAX_ENTITIES = 2000;

    public EntityMemory {
        lastSeen = Map.copyOf(lastSeen);
    }

    /** The same with what was seen. A window that does not join what is known begins anew. */
    public EntityMemory with(Sighting sighting) {
        Map<Labels, Instant> seen = new HashMap<>(lastSeen);
        sighting.entities().forEach(entity -> seen.merge(entity, sighting.seenAt(), (a, b) -> a.isAfter(b) ? a : b));
        return new EntityMemory(seen, joined(sighting.window()));
    }

    private @Nullable SightingWindow joined(@Nullable SightingWindow window) {
        if (window == null || known == null) {
            return window == null ? known : window;
        }
        boolean isApart =
                window.after().isAfter(known.until()) || window.until().isBefore(known.after());
        if (isApart) {
            return window.until().isAfter(known.until()) ? window : known;
        }
        return new SightingWindow(earlier(known.after(), window.after()), later(known.until(), window.until()));
    }

    /** The same without the entities whose last line is too long ago, seen from the given time. */
    public EntityMemory at(Instant time, Absence absence) {
        Instant oldest = time.minus(absence.seenWithin());
        Map<Labels, Instant> seen = new HashMap<>(lastSeen);
        seen.values().removeIf(at -> !at.isAfter(oldest));
        return new EntityMemory(
                seen,
                known == null || !known.until().isAfter(oldest)
                        ? null
                        : new SightingWindow(later(known.after(), oldest), known.until()));
    }

    /** What the rule's question has as its answer: the seconds for which each entity has been silent. */
    public Answer answer(Instant time, Absence absence) {
        if (lastSeen.size() > MAX_ENTITIES) {
            return new Answer.Failed(
                    "too_many_entities",
                    "more than " + MAX_ENTITIES + " entities were seen within the time of seen_within; select fewer"
                            + " streams, or tell them apart by fewer labels");
        }
        if (known == null || known.after().isAfter(time.minus(absence.missingFor()))) {
            return new Answer.Undecided();
        }
        return new Answer.Samples(lastSeen.entrySet().stream()
                .map(entry -> new Sample(entry.getKey(), seconds(Duration.between(entry.getValue(), time))))
                .toList());
    }

    /** The entities that are missing at the given time. */
    public Set<Labels> missing(Instant time, Absence absence) {
        return lastSeen.entrySet().stream()
                .filter(entry -> absence.isMissing(seconds(Duration.between(entry.getValue(), time))))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toMillis()) / 1000.0;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
