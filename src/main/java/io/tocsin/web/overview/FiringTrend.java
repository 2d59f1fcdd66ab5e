package io.tocsin.web.overview;

import io.tocsin.alert.store.ActiveAlerts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** How many alerts began to fire in each of the last hours. Blocks. */
@Component
class FiringTrend {

    private static final int HOURS = 24;
    private static final int HEIGHT = 40;

    private final ActiveAlerts alerts;
    private final Clock clock;

    FiringTrend(ActiveAlerts alerts, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * One hour.
     *
     * @param height of its bar, from 0 to 40
     */
    record Hour(Instant from, int fired, int height) {}

    /** @param total in all of the hours */
    record HourlyTrend(List<Hour> hours, int total, int highest) {}

    /** The oldest hour first; the newest has only begun. */
    HourlyTrend lastDay() {
        Instant newest = clock.instant().truncatedTo(ChronoUnit.HOURS);
        Instant first = newest.minus(Duration.ofHours(HOURS - 1L));
        Map<Instant, Integer> counts = alerts.countFiredByHour(first, HOURS);
        int highest = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<Hour> hours = IntStream.range(0, HOURS)
                .mapToObj(hour -> first.plus(Duration.ofHours(hour)))
                .map(from -> hour(from, counts.getOrDefault(from, 0), highest))
                .toList();
        return new HourlyTrend(hours, hours.stream().mapToInt(Hour::fired).sum(), highest);
    }

    private static Hour hour(Instant from, int fired, int highest) {
        int height = fired == 0 ? 0 : Math.max(2, fired * HEIGHT / highest);
        return new Hour(from, fired, height);
    }
}
