package io.tocsin.logql.ast;

import java.time.Duration;

/** Prometheus' duration syntax, which Loki uses between brackets. */
final class RangeDurations {

    private static final long MILLIS_PER_DAY = 86_400_000L;

    private RangeDurations() {}

    static String format(Duration value) {
        long millis = value.toMillis();
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        // Years and weeks only when nothing else is left, so that a day count stays readable.
        if (millis % (365 * MILLIS_PER_DAY) == 0) {
            return text.append(millis / (365 * MILLIS_PER_DAY)).append('y').toString();
        }
        if (millis % (7 * MILLIS_PER_DAY) == 0) {
            return text.append(millis / (7 * MILLIS_PER_DAY)).append('w').toString();
        }
        long rest = append(text, millis, MILLIS_PER_DAY, "d");
        rest = append(text, rest, 3_600_000L, "h");
        rest = append(text, rest, 60_000L, "m");
        rest = append(text, rest, 1_000L, "s");
        append(text, rest, 1L, "ms");
        return text.toString();
    }

    private static long append(StringBuilder text, long millis, long unitMillis, String unit) {
        if (millis >= unitMillis) {
            text.append(millis / unitMillis).append(unit);
        }
        return millis % unitMillis;
    }
}
