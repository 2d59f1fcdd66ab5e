package io.tocsin.notification.file;

import io.tocsin.notification.TimeInterval.Range;
import java.time.Month;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Reads {@code from:to} ranges of days, months and years; one value alone is a range of itself. */
final class CalendarRanges {

    private static final List<String> WEEKDAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS = Stream.of(Month.values())
            .map(month -> month.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final int LONGEST_MONTH = 31;

    private CalendarRanges() {}

    static Range weekdays(String text) {
        return ordered(text, range(text, CalendarRanges::weekday));
    }

    static Range months(String text) {
        return ordered(text, range(text, CalendarRanges::month));
    }

    static Range years(String text) {
        return ordered(text, range(text, CalendarRanges::number));
    }

    static Range daysOfMonth(String text) {
        Range range = range(text, CalendarRanges::dayOfMonth);
        if (range.begin() < 0 && range.end() > 0) {
            throw new IllegalArgumentException("\"" + text + "\": the end must be negative when the start is");
        }
        if (fromStart(range.begin()) > fromStart(range.end())) {
            throw new IllegalArgumentException("\"" + text + "\": the start is after the end");
        }
        return range;
    }

    private static int fromStart(int day) {
        return day < 0 ? LONGEST_MONTH + day + 1 : day;
    }

    private static Range range(String text, ToIntFunction<String> value) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length > 2) {
            throw new IllegalArgumentException("\"" + text + "\" is no range; write it as from:to");
        }
        int begin = value.applyAsInt(parts[0].strip());
        return new Range(begin, parts.length == 1 ? begin : value.applyAsInt(parts[1].strip()));
    }

    private static Range ordered(String text, Range range) {
        if (range.begin() > range.end()) {
            throw new IllegalArgumentException("\"" + text + "\": the start is after the end");
        }
        return range;
    }

    private static int weekday(String text) {
        int index = WEEKDAYS.indexOf(text.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no weekday; write it as monday or monday:friday");
        }
        return index;
    }

    private static int month(String text) {
        int index = MONTHS.indexOf(text.toLowerCase(Locale.ROOT));
        if (index >= 0) {
            return index + 1;
        }
        int number = number(text);
        if (number < 1 || number > MONTHS.size()) {
            throw new IllegalArgumentException("\"" + text + "\" is no month; write it as 1 to 12 or by its name");
        }
        return number;
    }

    private static int dayOfMonth(String text) {
        int day = number(text);
        if (day == 0 || day < -LONGEST_MONTH || day > LONGEST_MONTH) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no day of a month; write 1 to 31, or -1 to -31 from its end");
        }
        return day;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no number", e);
        }
    }
}
