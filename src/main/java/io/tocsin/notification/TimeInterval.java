package io.tocsin.notification;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Predicate;

/**
 * A set of times as Alertmanager's {@code time_intervals} describe it; an empty list means every value.
 *
 * @param minutes of the local day, the end excluded
 * @param weekdays 0 is Sunday
 * @param daysOfMonth negative numbers count from the month's end; days that a month does not have are cut off
 * @param months 1 to 12
 */
public record TimeInterval(
        List<Range> minutes,
        List<Range> weekdays,
        List<Range> daysOfMonth,
        List<Range> months,
        List<Range> years,
        ZoneId location) {

    private static final int DAYS_PER_WEEK = 7;
    private static final int MINUTES_PER_HOUR = 60;

    public TimeInterval {
        minutes = List.copyOf(minutes);
        weekdays = List.copyOf(weekdays);
        daysOfMonth = List.copyOf(daysOfMonth);
        months = List.copyOf(months);
        years = List.copyOf(years);
    }

    /** From {@code begin} to {@code end}; whether the end belongs to it is said where it is used. */
    public record Range(int begin, int end) {

        boolean contains(int value) {
            return begin <= value && value <= end;
        }
    }

    /** Whether the time, on the clocks of the location, is within. */
    public boolean contains(Instant instant) {
        ZonedDateTime local = instant.atZone(location);
        int minute = local.getHour() * MINUTES_PER_HOUR + local.getMinute();
        return anyOf(minutes, range -> minute >= range.begin() && minute < range.end())
                && anyOf(daysOfMonth, range -> containsDay(range, local.toLocalDate()))
                && anyOf(months, range -> range.contains(local.getMonthValue()))
                && anyOf(weekdays, range -> range.contains(local.getDayOfWeek().getValue() % DAYS_PER_WEEK))
                && anyOf(years, range -> range.contains(local.getYear()));
    }

    private static boolean anyOf(List<Range> ranges, Predicate<Range> holds) {
        return ranges.isEmpty() || ranges.stream().anyMatch(holds);
    }

    private static boolean containsDay(Range range, LocalDate day) {
        int length = day.lengthOfMonth();
        int begin = range.begin() < 0 ? length + range.begin() + 1 : range.begin();
        int end = range.end() < 0 ? length + range.end() + 1 : range.end();
        return begin <= length && day.getDayOfMonth() >= begin && day.getDayOfMonth() <= Math.min(end, length);
    }
}
