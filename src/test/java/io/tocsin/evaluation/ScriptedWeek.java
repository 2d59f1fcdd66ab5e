package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.failure;
import static io.tocsin.evaluation.FakeQuerier.success;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pretended Loki holds during one week, and when it does not answer. Lines may arrive later than they say. */
final class ScriptedWeek {

    static final Instant START =
            LocalDate.parse("2026-11-16").atStartOfDay(ZoneOffset.UTC).toInstant();

    private final List<Burst> bursts = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private final Clock clock;

    ScriptedWeek(Clock clock) {
        this.clock = clock;
    }

    /** One line per minute and unit of intensity in a stream, from one moment to another. */
    private record Burst(String job, String host, Instant from, Instant to, int perMinute, Duration delay) {}

    private record Outage(Instant from, Instant to, QueryFailure reason) {}

    static Instant at(DayOfWeek day, String time) {
        return START.plus(Duration.ofDays(day.getValue() - 1L))
                .plusSeconds(LocalTime.parse(time).toSecondOfDay());
    }

    ScriptedWeek lines(String job, String host, DayOfWeek day, String from, String to, int perMinute) {
        return lines(job, host, day, from, to, perMinute, Duration.ZERO);
    }

    ScriptedWeek lines(String job, String host, DayOfWeek day, String from, String to, int perMinute, Duration delay) {
        bursts.add(new Burst(job, host, at(day, from), at(day, to), perMinute, delay));
        return this;
    }

    ScriptedWeek outage(DayOfWeek day, String from, String to, QueryFailure reason) {
        outages.add(new Outage(at(day, from), at(day, to), reason));
        return this;
    }

    /** Counts the lines of the ten minutes before the given time that have arrived by now, by host. */
    QueryResult<List<Sample>> answer(String expression, Instant at) {
        Instant now = clock.instant();
        for (Outage outage : outages) {
            if (!now.isBefore(outage.from()) && now.isBefore(outage.to())) {
                return failure(outage.reason());
            }
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Burst burst : bursts) {
            if (expression.contains("job=\"" + burst.job() + "\"")) {
                int lines = count(burst, at.minus(Duration.ofMinutes(10)), at, now);
                if (lines > 0) {
                    counts.merge(burst.host(), lines, Integer::sum);
                }
            }
        }
        return success(counts.entrySet().stream()
                .map(entry -> new Sample(Labels.of("host", entry.getKey()), entry.getValue()))
                .toList());
    }

    private static int count(Burst burst, Instant fromExclusive, Instant toInclusive, Instant now) {
        int lines = 0;
        for (Instant line = burst.from(); line.isBefore(burst.to()); line = line.plusSeconds(60)) {
            boolean isWithin = line.isAfter(fromExclusive) && !line.isAfter(toInclusive);
            if (isWithin && !line.plus(burst.delay()).isAfter(now)) {
                lines += burst.perMinute();
            }
        }
        return lines;
    }
}
