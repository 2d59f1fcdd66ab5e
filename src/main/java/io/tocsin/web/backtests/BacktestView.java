package io.tocsin.web.backtests;

import io.tocsin.backtest.BacktestJob;
import io.tocsin.backtest.BacktestResult;
import io.tocsin.label.Labels;
import io.tocsin.rule.AlertRule;
import io.tocsin.web.PlainNumbers;
import io.tocsin.web.rules.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A job as its page shows it. */
record BacktestView(String id, JobProgress progress, Instant start, Instant end, String error, List<String> rules) {

    private static final int HUNDRED = 100;
    private static final int MAX_DAYS_LISTED = 31;

    static BacktestView of(BacktestJob job) {
        return new BacktestView(
                job.id(),
                new JobProgress(job.state().name(), job.isFinished(), (int) Math.round(job.progress() * HUNDRED)),
                job.request().start(),
                job.request().end(),
                job.error(),
                job.request().groups().stream()
                        .flatMap(group -> group.rules().stream())
                        .map(AlertRule::name)
                        .toList());
    }

    /**
     * How far a job is.
     *
     * @param state ends a message's key {@code backtest.state.…}
     */
    record JobProgress(String state, boolean isFinished, int percent) {}

    /** One day of the period; {@code percent} is relative to the liveliest. */
    record Day(LocalDate date, int notifications, int percent) {}

    /** Every day of the period, those without a notification included. */
    static List<Day> days(BacktestResult result) {
        int most = result.told().notificationsPerDay().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        LocalDate last = result.past().end().atZone(ZoneOffset.UTC).toLocalDate();
        List<Day> days = new ArrayList<>();
        LocalDate day = result.past().start().atZone(ZoneOffset.UTC).toLocalDate();
        while (!day.isAfter(last) && days.size() <= MAX_DAYS_LISTED) {
            int count = result.told().notificationsPerDay().getOrDefault(day, 0);
            days.add(new Day(day, count, HUNDRED * count / most));
            day = day.plusDays(1);
        }
        return days;
    }

    /** One alert that would have fired. */
    record FiringRow(
            String rule,
            Map<String, String> labels,
            Instant firedAt,
            String value,
            String lasted,
            boolean isOpen,
            String summary) {

        static FiringRow of(BacktestResult.Firing firing, Instant until) {
            Instant resolvedAt = firing.end().resolvedAt();
            Duration lasted = Duration.between(firing.firedAt(), resolvedAt == null ? until : resolvedAt);
            return new FiringRow(
                    firing.origin().rule(),
                    Timeline.withoutName(Labels.of(firing.labels())),
                    firing.firedAt(),
                    PlainNumbers.print(firing.value()),
                    io.tocsin.text.PlainDurations.print(lasted.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
                    resolvedAt == null,
                    firing.annotations().getOrDefault("summary", ""));
        }
    }

    static Timeline timeline(BacktestResult result) {
        Timeline.Builder timeline =
                new Timeline.Builder(result.past().start(), result.past().end());
        for (BacktestResult.Firing firing : result.fired().firings()) {
            Labels labels = Labels.of(firing.labels());
            Instant resolvedAt = firing.end().resolvedAt();
            if (firing.activeAt().isBefore(firing.firedAt())) {
                timeline.add(labels, "PENDING", firing.activeAt(), firing.firedAt());
            }
            timeline.add(
                    labels,
                    "FIRING",
                    firing.firedAt(),
                    resolvedAt == null ? result.past().evaluatedUntil() : resolvedAt);
        }
        return timeline.build();
    }
}
