package io.tocsin.rule;

import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a rule watches that fires for entities that fell silent ({@code absent}). The rule's values are the seconds since
 * each known entity's last line; an entity is known while its last line is younger than {@code seenWithin}.
 *
 * @param selector the log query whose lines count, in its canonical form
 * @param by the labels that tell the entities apart; not empty
 * @param seenWithin how long an entity is remembered after its last line
 * @param missingFor how long an entity must be silent to be active; shorter than {@code seenWithin}
 */
public record Absence(String selector, List<String> by, Duration seenWithin, Duration missingFor) {

    public static final Duration DEFAULT_SEEN_WITHIN = Duration.ofHours(24);

    public Absence {
        by = List.copyOf(by);
        if (by.isEmpty() || missingFor.isZero() || missingFor.isNegative() || missingFor.compareTo(seenWithin) >= 0) {
            throw new IllegalArgumentException("absent needs labels, and 0 < missing_for < seen_within");
        }
    }

    /** All streams that have the labels: what is watched when the rule does not select anything. */
    static String selectorOf(List<String> labels) {
        return labels.stream().map(label -> label + "=~\".+\"").collect(Collectors.joining(", ", "{", "}"));
    }

    /** The query for the number of lines of each entity within a window; entities without lines are not in its answer. */
    public String lines(Duration window) {
        return count("[" + PrometheusDuration.format(window) + "]");
    }

    /** The query for the lines that an entity has when it is just missing: the last of them is why people know it. */
    public String lastLines() {
        return count("[" + PrometheusDuration.format(seenWithin.minus(missingFor)) + "] offset "
                + PrometheusDuration.format(missingFor));
    }

    private String count(String range) {
        return "sum by (" + String.join(", ", by) + ") (count_over_time(" + selector + " " + range + "))";
    }

    /** Whether an entity that has been silent for so long is missing; false for NaN. */
    public boolean isMissing(double silentSeconds) {
        return silentSeconds >= missingFor.toMillis() / 1000.0;
    }

    /** As people read it: {@code no line for 10m}. */
    @Override
    public String toString() {
        return "no line for " + PrometheusDuration.format(missingFor);
    }
}
