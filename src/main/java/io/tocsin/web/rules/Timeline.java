package io.tocsin.web.rules;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.label.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Which alerts of a rule were in which state, from one moment to another; drawn without a script.
 *
 * @param rows those that changed last come first
 * @param hidden how many rows were left out
 */
public record Timeline(Instant from, Instant to, List<TimelineRow> rows, int hidden) {

    private static final int MAX_ROWS = 20;
    private static final double HUNDRED = 100;
    /** Thinner ones could not be seen. */
    private static final double MIN_WIDTH_PERCENT = 0.4;

    /** In all other states an alert is quiet, or is no more. */
    private static final Set<String> DRAWN = Set.of("PENDING", "FIRING", "RECOVERING");

    /** One label set. */
    public record TimelineRow(SortedMap<String, String> labels, List<TimelineSegment> segments) {}

    /** A part of a row; {@code start} and {@code width} are percents of the whole. */
    public record TimelineSegment(Instant from, Instant to, String state, double start, double width) {}

    /** The middle of the whole, for the axis. */
    public Instant middle() {
        return from.plus(Duration.between(from, to).dividedBy(2));
    }

    /** The segments as spans of a chart. */
    public List<RuleValues.Span> spans() {
        return rows.stream()
                .flatMap(row -> row.segments().stream()
                        .map(segment -> new RuleValues.Span(
                                segment.from().toEpochMilli(),
                                segment.to().toEpochMilli(),
                                segment.state(),
                                row.labels().toString())))
                .toList();
    }

    /** The labels that tell the alerts of one rule apart. */
    public static SortedMap<String, String> withoutName(Labels labels) {
        return labels.without(Set.of(Labels.ALERT_NAME)).asMap();
    }

    /** Collects segments. */
    public static final class Builder {

        private final Instant from;
        private final Instant to;
        private final Map<Labels, List<TimelineSegment>> rows = new LinkedHashMap<>();

        public Builder(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }

        /** Adds a state of an alert; what lies outside is cut off, and quiet is left blank. */
        public void add(Labels labels, String state, Instant begin, Instant end) {
            Instant first = begin.isBefore(from) ? from : begin;
            Instant last = end.isAfter(to) ? to : end;
            if (last.isBefore(first) || !DRAWN.contains(state)) {
                return;
            }
            double whole = Math.max(1, Duration.between(from, to).toMillis());
            double start = HUNDRED * Duration.between(from, first).toMillis() / whole;
            double width = Math.max(
                    MIN_WIDTH_PERCENT, HUNDRED * Duration.between(first, last).toMillis() / whole);
            rows.computeIfAbsent(labels, unseen -> new ArrayList<>())
                    .add(new TimelineSegment(first, last, state, Math.min(start, HUNDRED - width), width));
        }

        public Timeline build() {
            List<TimelineRow> all = rows.entrySet().stream()
                    .sorted(Comparator.comparing(
                            (Map.Entry<Labels, List<TimelineSegment>> row) -> lastEnd(row.getValue()),
                            Comparator.reverseOrder()))
                    .map(row -> new TimelineRow(withoutName(row.getKey()), List.copyOf(row.getValue())))
                    .toList();
            List<TimelineRow> shown = all.subList(0, Math.min(MAX_ROWS, all.size()));
            return new Timeline(from, to, List.copyOf(shown), all.size() - shown.size());
        }

        private static Instant lastEnd(List<TimelineSegment> segments) {
            return segments.stream()
                    .map(TimelineSegment::to)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
        }
    }

    /**
     * From what happened and what is active.
     *
     * @param transitions newest first
     */
    static Timeline of(List<TransitionRecord> transitions, List<AlertInstance> active, Instant from, Instant to) {
        Builder builder = new Builder(from, to);
        Map<Labels, List<TransitionRecord>> byLabels = new LinkedHashMap<>();
        transitions.forEach(entry -> byLabels.computeIfAbsent(entry.labels(), unseen -> new ArrayList<>())
                .add(0, entry));
        byLabels.forEach((labels, ofOne) -> addAll(labels, ofOne, builder, to));
        for (AlertInstance instance : active) {
            if (!byLabels.containsKey(instance.labels())) {
                Instant firedAt = instance.firedAt();
                Instant since = firedAt == null ? instance.activeAt() : firedAt;
                builder.add(instance.labels(), instance.state().name(), since, to);
            }
        }
        return builder.build();
    }

    private static void addAll(Labels labels, List<TransitionRecord> oldestFirst, Builder builder, Instant to) {
        TransitionRecord first = oldestFirst.get(0);
        builder.add(labels, first.from(), builder.from, first.slot());
        for (int i = 0; i < oldestFirst.size(); i++) {
            Instant end = i + 1 < oldestFirst.size() ? oldestFirst.get(i + 1).slot() : to;
            builder.add(labels, oldestFirst.get(i).to(), oldestFirst.get(i).slot(), end);
        }
    }
}
