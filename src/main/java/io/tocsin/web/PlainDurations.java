package io.tocsin.web;

import java.time.Duration;

/** Durations as rule files write them: {@code 1h30m}, {@code 45s}, {@code 0s}. */
public final class PlainDurations {

    private PlainDurations() {}

    public static String print(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    /** Its two largest units at most, for example {@code 2d4h}, {@code 59m} or {@code 12s}; never negative. */
    public static String printRoughly(Duration duration) {
        Duration seconds = Duration.ofSeconds(Math.max(0, duration.toSeconds()));
        if (seconds.toDays() > 0) {
            return print(Duration.ofHours(seconds.toHours()));
        }
        return print(seconds.toHours() > 0 ? Duration.ofMinutes(seconds.toMinutes()) : wholeMinutes(seconds));
    }

    private static Duration wholeMinutes(Duration duration) {
        return duration.toMinutes() > 0 ? Duration.ofMinutes(duration.toMinutes()) : duration;
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
