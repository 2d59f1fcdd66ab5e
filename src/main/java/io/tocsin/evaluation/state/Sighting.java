package io.tocsin.evaluation.state;

import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entities that had lines.
 *
 * @param entities those that had any
 * @param seenAt not before the last of their lines
 * @param window what was looked at; null when the entities outside of {@code entities} were not looked for
 */
public record Sighting(
        Set<Labels> entities, Instant seenAt, @Nullable SightingWindow window) {

    public Sighting {
        entities = Set.copyOf(entities);
    }

    /** The entities of a window, each seen at its end at the latest. */
    public static Sighting of(Set<Labels> entities, SightingWindow window) {
        return new Sighting(entities, window.until(), window);
    }

    /** What the answer to the lines of one slot shows. */
    public static Sighting ofSlot(Answer.Samples samples, Instant askedAt, Duration interval) {
        return of(entities(samples), new SightingWindow(askedAt.minus(interval), askedAt));
    }

    /** The entities that had lines; a line without any of the labels belongs to none. */
    public static Set<Labels> entities(Answer.Samples samples) {
        return samples.series().stream()
                .filter(series -> series.value() > 0 && !series.labels().asMap().isEmpty())
                .map(Sample::labels)
                .collect(Collectors.toSet());
    }

    /** Entities of which it is known only that they are not silent yet. */
    public static Sighting notSilentAt(Instant seenAt, Set<Labels> entities) {
        return new Sighting(entities, seenAt, null);
    }

    /** A part of time; a line at {@code after} is outside, one at {@code until} inside. */
    public record SightingWindow(Instant after, Instant until) {

        public SightingWindow {
            if (!after.isBefore(until)) {
                throw new IllegalArgumentException("a window must end after its start");
            }
        }
    }
}
