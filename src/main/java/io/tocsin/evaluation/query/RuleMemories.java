package io.tocsin.evaluation.query;

import io.tocsin.alert.store.KnownPeriod;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.evaluation.state.Answer;
import io.tocsin.evaluation.state.EntityMemory;
import io.tocsin.evaluation.state.SeriesValue;
import io.tocsin.evaluation.state.Sighting;
import io.tocsin.evaluation.state.Sighting.Window;
import io.tocsin.label.Labels;
import io.tocsin.rule.Absence;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.NoDataPolicy;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the rules of a group remember from slot to slot besides their instances: series that they saw. */
public final class RuleMemories {

    private static final Duration SERIES_KNOWN_FOR = Duration.ofHours(24);
    private static final int MAX_KNOWN_SERIES = 1000;

    private final RuleGroup group;
    private final Map<RuleKey, Map<Labels, Instant>> knownSeries = new HashMap<>();
    private final Map<RuleKey, EntityMemory> entities = new HashMap<>();

    public RuleMemories(RuleGroup group, Map<RuleKey, RuleRecord> records) {
        this.group = group;
        for (AlertRule rule : group.rules()) {
            RuleRecord record = records.get(rule.key());
            knownSeries.put(
                    rule.key(),
                    new HashMap<>(record == null || record.knownPeriod() != null ? Map.of() : record.knownSeries()));
            rule.watches().ifPresent(absence -> entities.put(rule.key(), entities(absence, record)));
        }
    }

    /** What was stored of the entities; nothing when the rule watched others then. */
    public static EntityMemory entities(Absence absence, @Nullable RuleRecord record) {
        KnownPeriod period = record == null ? null : record.knownPeriod();
        return record == null || period == null || !period.query().equals(question(absence))
                ? EntityMemory.EMPTY
                : new EntityMemory(record.knownSeries(), new Window(period.after(), period.until()));
    }

    private static String question(Absence absence) {
        return absence.by() + " " + absence.selector();
    }

    /** Takes note of an answer, and says what it means for the rule's instances. */
    public Answer remember(AlertRule rule, RuleAnswer answer, Instant slot, Instant askedAt) {
        Absence absence = rule.absence();
        if (absence != null) {
            return answer.answer() instanceof Answer.Samples samples
                    ? remember(rule, absence, sightings(answer, samples, askedAt), askedAt)
                    : answer.answer();
        }
        rememberSeries(rule, answer.answer(), slot);
        return answer.answer();
    }

    private Answer remember(AlertRule rule, Absence absence, List<Sighting> sightings, Instant askedAt) {
        EntityMemory memory = entities.getOrDefault(rule.key(), EntityMemory.EMPTY);
        if (rule.paused()) {
            return new Answer.Undecided();
        }
        for (Sighting sighting : sightings) {
            memory = memory.with(sighting);
        }
        memory = memory.at(askedAt, absence);
        entities.put(rule.key(), memory);
        return memory.answer(askedAt, absence);
    }

    /** A slot of the past is answered with the entities of its own window only. */
    private List<Sighting> sightings(RuleAnswer answer, Answer.Samples samples, Instant askedAt) {
        return answer.sightings().isEmpty() ? List.of(ofSlot(samples, askedAt, group.interval())) : answer.sightings();
    }

    /** What the answer to the lines of one slot shows. */
    public static Sighting ofSlot(Answer.Samples samples, Instant askedAt, Duration interval) {
        return Sighting.of(entities(samples), new Window(askedAt.minus(interval), askedAt));
    }

    /** A line without any of the labels belongs to no entity. */
    public static Set<Labels> entities(Answer.Samples samples) {
        return samples.series().stream()
                .filter(series -> series.value() > 0 && !series.labels().asMap().isEmpty())
                .map(SeriesValue::labels)
                .collect(Collectors.toSet());
    }

    private void rememberSeries(AlertRule rule, Answer answer, Instant slot) {
        Map<Labels, Instant> known = known(rule.key());
        if (rule.noData() != NoDataPolicy.ZERO) {
            known.clear();
            return;
        }
        if (answer instanceof Answer.Samples samples) {
            for (SeriesValue series : samples.series()) {
                known.put(series.labels(), slot);
            }
        }
        known.values().removeIf(seenAt -> seenAt.isBefore(slot.minus(SERIES_KNOWN_FOR)));
        if (known.size() > MAX_KNOWN_SERIES) {
            known.keySet().retainAll(newest(known));
        }
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

    /** The series that count as zero when there are none. */
    public Set<Labels> seriesOf(RuleKey rule) {
        return Set.copyOf(known(rule).keySet());
    }

    /** What is to be stored of a rule: its series or its entities, and when each was seen. */
    public Map<Labels, Instant> seen(RuleKey rule) {
        EntityMemory memory = entities.get(rule);
        return memory == null ? Map.copyOf(known(rule)) : memory.lastSeen();
    }

    /** What is to be stored with the entities of a rule; null for a rule that watches none, or has seen nothing. */
    @Nullable
    public KnownPeriod period(AlertRule rule) {
        EntityMemory memory = entities.get(rule.key());
        Window known = memory == null ? null : memory.known();
        return known == null
                ? null
                : rule.watches()
                        .map(absence -> new KnownPeriod(question(absence), known.after(), known.until()))
                        .orElse(null);
    }

    private Map<Labels, Instant> known(RuleKey rule) {
        return knownSeries.computeIfAbsent(rule, key -> new HashMap<>());
    }
}
