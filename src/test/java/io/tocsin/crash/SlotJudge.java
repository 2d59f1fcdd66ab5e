package io.tocsin.crash;

import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.StoredEvaluations;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares what the database holds after a run with what a process that never failed would have written. */
final class SlotJudge {

    private final JdbcClient jdbc;
    private final ScriptedRules rules;

    SlotJudge(JdbcClient jdbc, ScriptedRules rules) {
        this.jdbc = jdbc;
        this.rules = rules;
    }

    /**
     * What was found.
     *
     * @param slots how many slots of rules were evaluated
     * @param late how many of them were caught up late
     * @param failed how many slots of rules had no answer, and are in the history as errors
     * @param missing how many slots between a rule's first and last one nobody evaluated or tried
     * @param wrong slots that were evaluated twice or wrongly, and events that are missing or too many
     */
    record Verdict(int rules, long slots, long late, long failed, long missing, int events, List<String> wrong) {}

    private record Slot(Instant at, boolean hasAnswer, double value, boolean isLate) {}

    Verdict judge() {
        Map<String, List<Slot>> slots = slots();
        Map<String, List<String>> events = events();
        List<String> wrong = new ArrayList<>();
        long late = 0;
        long failed = 0;
        long missing = 0;
        int count = 0;
        for (Map.Entry<String, List<Slot>> rule : slots.entrySet()) {
            List<Slot> answered =
                    rule.getValue().stream().filter(Slot::hasAnswer).toList();
            Set<Instant> accounted =
                    rule.getValue().stream().map(Slot::at).collect(Collectors.toCollection(TreeSet::new));
            check(rule.getKey(), answered, wrong);
            late += answered.stream().filter(Slot::isLate).count();
            failed += accounted.size() - answered.size();
            missing += missing(accounted);
            count += answered.size();
            List<String> told = events.getOrDefault(rule.getKey(), List.of());
            List<String> expected = expectedEvents(answered);
            if (!told.equals(expected)) {
                wrong.add(rule.getKey() + " has the events " + told + " instead of " + expected);
            }
        }
        int eventCount = events.values().stream().mapToInt(List::size).sum();
        return new Verdict(slots.size(), count, late, failed, missing, eventCount, wrong);
    }

    private void check(String alert, List<Slot> slots, List<String> wrong) {
        Set<Instant> seen = new HashSet<>();
        for (Slot slot : slots) {
            if (slot.value() != rules.ofAlert(alert, slot.at().toEpochMilli())) {
                wrong.add(alert + " saw " + slot.value() + " at " + slot.at());
            }
            if (!seen.add(slot.at())) {
                wrong.add(alert + " was evaluated twice at " + slot.at());
            }
        }
    }

    private long missing(Set<Instant> accounted) {
        long missing = 0;
        Instant before = null;
        for (Instant slot : accounted) {
            if (before != null) {
                missing += Duration.between(before, slot).dividedBy(rules.interval()) - 1;
            }
            before = slot;
        }
        return missing;
    }

    private static List<String> expectedEvents(List<Slot> slots) {
        List<String> events = new ArrayList<>();
        boolean isFiring = false;
        for (Slot slot : slots) {
            boolean isActive = slot.value() > 0;
            if (isActive != isFiring) {
                events.add((isActive ? "FIRED " : "RESOLVED ") + slot.at());
            }
            isFiring = isActive;
        }
        return events;
    }

    /** A slot that waited for its data source has a row of that too, without effect. */
    private Map<String, List<Slot>> slots() {
        Map<String, List<Slot>> slots = new TreeMap<>();
        new StoredEvaluations(jdbc)
                .byAlert()
                .forEach((alert, evaluations) -> slots.put(
                        alert,
                        evaluations.stream()
                                .map(SlotJudge::slot)
                                .sorted(Comparator.comparing(Slot::at))
                                .toList()));
        return slots;
    }

    private static Slot slot(EvaluationRecord evaluation) {
        Double value = evaluation.highestValue();
        return new Slot(
                evaluation.result().slot(),
                evaluation.result().health() == RuleHealth.OK,
                value == null ? 0 : value,
                evaluation.isLate());
    }

    private Map<String, List<String>> events() {
        Map<String, List<String>> events = new TreeMap<>();
        jdbc.sql("select alert_name, kind, event_at from alert_event order by event_at, id")
                .query((row, number) -> events.computeIfAbsent(row.getString(1), key -> new ArrayList<>())
                        .add(row.getString(2) + " "
                                + row.getObject(3, OffsetDateTime.class).toInstant()))
                .list();
        return events;
    }
}
