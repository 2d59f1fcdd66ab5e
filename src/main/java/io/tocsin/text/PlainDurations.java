package io.tocsin.text;

import java.time.Duration;

/** Durations for people. */
public final class PlainDurations {

    private static final String[] UNITS = {"d", "h", "m", "s"};

    private PlainDurations() {}

    /** As rule files write them: {@code 1h30m}, {@code 45s}, {@code 0s}. */
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

    /** As people say it, in its two largest units: {@code 2d 4h}, {@code 59m 12s} or {@code 12s}; never negative. */
    public static String roughly(Duration duration) {
        long seconds = Math.max(duration.toSeconds(), 0);
        long[] amounts = {seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60};
        for (int i = 0; i < UNITS.length - 1; i++) {
            if (amounts[i] > 0) {
                String second = amounts[i + 1] > 0 ? " " + amounts[i + 1] + UNITS[i + 1] : "";
                return amounts[i] + UNITS[i] + second;
            }
        }
        return seconds + "s";
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
