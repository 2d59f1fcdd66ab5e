package io.tocsin.web.policies;

import io.tocsin.notification.TimeInterval;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A named time interval in the week that has begun on Monday, in the reader's zone.
 *
 * @param usedBy the policies that name it
 * @param containsNow whether it is such a time now
 */
record WeekView(String name, List<String> usedBy, boolean containsNow, List<WeekDay> days) {

    private static final int STEP_MINUTES = 5;
    private static final int STEPS_PER_DAY = 24 * 60 / STEP_MINUTES;
    private static final double HUNDRED = 100;

    /** One day; {@code start} and {@code width} of its parts are percents of it. */
    record WeekDay(DayOfWeek day, LocalDate date, List<DayPart> parts) {}

    /** @param hours as a text, {@code 09:00–18:00} */
    record DayPart(double start, double width, String hours) {}

    static WeekView of(String name, List<TimeInterval> intervals, List<String> usedBy, Instant now, ZoneId zone) {
        LocalDate monday = now.atZone(zone).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        List<WeekDay> days = IntStream.range(0, DayOfWeek.values().length)
                .mapToObj(monday::plusDays)
                .map(date -> new WeekDay(date.getDayOfWeek(), date, parts(intervals, date, zone)))
                .toList();
        return new WeekView(name, usedBy, contains(intervals, now), days);
    }

    private static boolean contains(List<TimeInterval> intervals, Instant at) {
        return intervals.stream().anyMatch(interval -> interval.contains(at));
    }

    private static List<DayPart> parts(List<TimeInterval> intervals, LocalDate date, ZoneId zone) {
        List<DayPart> parts = new ArrayList<>();
        int begin = -1;
        for (int step = 0; step <= STEPS_PER_DAY; step++) {
            boolean isWithin = step < STEPS_PER_DAY
                    && contains(
                            intervals,
                            date.atStartOfDay()
                                    .plusMinutes((long) step * STEP_MINUTES)
                                    .atZone(zone)
                                    .toInstant());
            if (isWithin && begin < 0) {
                begin = step;
            } else if (!isWithin && begin >= 0) {
                parts.add(part(begin, step));
                begin = -1;
            }
        }
        return parts;
    }

    private static DayPart part(int begin, int end) {
        return new DayPart(
                HUNDRED * begin / STEPS_PER_DAY,
                HUNDRED * (end - begin) / STEPS_PER_DAY,
                clock(begin) + "–" + clock(end));
    }

    private static String clock(int step) {
        int minutes = step * STEP_MINUTES;
        return String.format("%02d:%02d", minutes / 60, minutes % 60);
    }
}
