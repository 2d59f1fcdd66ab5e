package io.tocsin.evaluation.state;

import java.time.Duration;
import java.util.List;

/**
 * A data source's answer to one rule, with what it cost.
 *
 * @param bytesRead what the data source read for it; 0 when it did not say
 * @param sightings for a rule that watches for absence: what the questions of a live slot found
 */
public record RuleAnswer(Answer answer, Duration duration, long bytesRead, List<Sighting> sightings) {

    /** Of a rule that is not asked. */
    public static final RuleAnswer NONE = new RuleAnswer(new Answer.Samples(List.of()), Duration.ZERO, 0);

    public RuleAnswer {
        sightings = List.copyOf(sightings);
    }

    public RuleAnswer(Answer answer, Duration duration, long bytesRead) {
        this(answer, duration, bytesRead, List.of());
    }

    /** The answer to one of several rules that asked the same: the cost is divided between them. */
    public RuleAnswer among(int rules) {
        return rules == 1 ? this : new RuleAnswer(answer, duration, bytesRead / rules, sightings);
    }

    /** The same answer with what this one cost, and what was found by all questions. */
    public RuleAnswer with(RuleAnswer further, List<Sighting> found) {
        return new RuleAnswer(answer, duration.plus(further.duration()), bytesRead + further.bytesRead(), found);
    }
}
