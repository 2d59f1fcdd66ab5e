package io.tocsin.evaluation.state;

import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.RuleRecord.KnownPeriod;
import io.tocsin.evaluation.state.Sighting.SightingWindow;
import io.tocsin.label.Labels;
import io.tocsin.rule.Absence;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.NoDataPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has seen in earlier slots.
 *
 * @param series for a rule with {@code no_data: zero}: the series and when each was seen last
 * @param entities for a rule that watches for absence: its entities
 */
record RuleMemory(Map<Labels, Instant> series, EntityMemory entities) {

    private static final RuleMemory NOTHING = new RuleMemory(Map.of(), EntityMemory.EMPTY);
    private static final Duration SERIES_KNOWN_FOR = Duration.ofHours(24);
    private static final int MAX_KNOWN_SERIES = 1000;

    /** What was stored of the rule; nothing when it watched other entities then. */
    static RuleMemory of(AlertRule rule, @Nullable RuleRecord record) {
        if (record == null) {
            return NOTHING;
        }
        KnownPeriod period = record.knownPeriod();
        Absence absence = rule.absence();
        if (absence == null) {
            return period == null ? new RuleMemory(record.knownSeries(), EntityMemory.EMPTY) : NOTHING;
        }
        return period == null || !period.query().equals(question(absence))
                ? NOTHING
                : new RuleMemory(
                        Map.of(),
                        new EntityMemory(record.knownSeries(), new SightingWindow(period.after(), period.until())));
    }

    private static String question(Absence absence) {
        return absence.by() + " " + absence.selector();
    }

    /** The same after the answer of one more slot. */
    RuleMemory after(AlertRule rule, RuleAnswer answer, Instant slot, Instant askedAt, Duration interval) {
        Absence absence = rule.absence();
        if (absence == null) {
            return rule.noData() == NoDataPolicy.ZERO
                    ? new RuleMemory(seriesAfter(answer.answer(), slot), EntityMemory.EMPTY)
                    : NOTHING;
        }
        if (rule.paused() || !(answer.answer() instanceof Answer.Samples samples)) {
            return this;
        }
        EntityMemory memory = entities;
        // A slot of the past is answered with the entities of its own window only.
        List<Sighting> sightings = answer.sightings().isEmpty()
                ? List.of(Sighting.ofSlot(samples, askedAt, interval))
                : answer.sightings();
        for (Sighting sighting : sightings) {
            memory = memory.with(sighting);
        }
        return new RuleMemory(Map.of(), memory.at(askedAt, absence));
    }

    /** What an answer means for the rule's instances; this is the memory after it. */
    Answer meaning(AlertRule rule, Answer answer, Instant askedAt) {
        Absence absence = rule.absence();
        if (absence == null || !(answer instanceof Answer.Samples)) {
            return answer;
        }
        return rule.paused() ? new Answer.Undecided() : entities.answer(askedAt, absence);
    }

    private Map<Labels, Instant> seriesAfter(Answer answer, Instant slot) {
        Map<Labels, Instant> known = new HashMap<>(series);
        if (answer instanceof Answer.Samples samples) {
            samples.series().forEach(seen -> known.put(seen.labels(), slot));
        }
        known.values().removeIf(seenAt -> seenAt.isBefore(slot.minus(SERIES_KNOWN_FOR)));
        if (known.size() > MAX_KNOWN_SERIES) {
            known.keySet().retainAll(newest(known));
        }
        return known;
    }

    private static Set<Labels> newest(Map<Labels, Instant> known) {
        return known.entrySet().stream()
                .sorted(Map.Entry.<Labels, Instant>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.comparing(Labels::toString))))
                .limit(MAX_KNOWN_SERIES)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What is to be stored: the series or the entities, and when each was seen. */
    Map<Labels, Instant> seen(AlertRule rule) {
        return rule.absence() == null ? series : entities.lastSeen();
    }

    /** What is to be stored with the entities; null for a rule that watches none, or has seen nothing. */
    @Nullable
    KnownPeriod period(AlertRule rule) {
        Absence absence = rule.absence();
        SightingWindow known = entities.known();
        return absence == null || known == null
                ? null
                : new KnownPeriod(question(absence), known.after(), known.until());
    }
}
