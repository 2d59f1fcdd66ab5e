package io.tocsin.gotemplate;

import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.GoTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Numbers for people, exactly as Prometheus' template functions {@code humanize*} print them. */
public final class HumanFormat {

    private static final String[] LARGE = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] BINARY = {"", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
    private static final String[] SMALL = {"", "m", "u", "n", "p", "f", "a", "z", "y"};
    private static final long NANOS_PER_MILLI = 1_000_000;

    private HumanFormat() {}

    /** Metric prefixes: {@code 1.235k}, {@code 12m}. */
    public static String humanize(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return digits(value);
        }
        if (Math.abs(value) >= 1) {
            return scaled(value, 1000, LARGE);
        }
        return small(value, "");
    }

    /** Binary prefixes: {@code 1.5ki}. */
    public static String humanize1024(double value) {
        return Math.abs(value) <= 1 || !Double.isFinite(value) ? digits(value) : scaled(value, 1024, BINARY);
    }

    /** A ratio as a percentage: 0.1234 is {@code 12.34%}. */
    public static String percentage(double ratio) {
        return digits(ratio * 100) + "%";
    }

    /** Seconds as days, hours, minutes and seconds: {@code 1d 2h 3m 4s}, {@code 1.5ms}. */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return digits(seconds);
        }
        if (seconds == 0) {
            return "0s";
        }
        return Math.abs(seconds) < 1 ? small(seconds, "s") : longDuration(seconds);
    }

    private static String longDuration(double seconds) {
        String sign = seconds < 0 ? "-" : "";
        double size = Math.abs(seconds);
        long whole = (long) size;
        long minutes = whole / 60 % 60;
        long hours = whole / 3600 % 24;
        long days = whole / 86_400;
        if (days != 0) {
            return sign + days + "d " + hours + "h " + minutes + "m " + whole % 60 + "s";
        }
        if (hours != 0) {
            return sign + hours + "h " + minutes + "m " + whole % 60 + "s";
        }
        if (minutes != 0) {
            return sign + minutes + "m " + whole % 60 + "s";
        }
        return sign + digits(size) + "s";
    }

    /** Seconds since the epoch as {@code 2026-11-21 10:02:03.5 +0000 UTC}, to the millisecond. */
    public static String timestamp(double epochSeconds) {
        return Double.isFinite(epochSeconds) ? time(epochSeconds).toString() : digits(epochSeconds);
    }

    /** As {@link #timestamp(double)}. */
    public static String timestamp(Instant time) {
        return new GoTime(time.truncatedTo(ChronoUnit.MILLIS).atZone(ZoneOffset.UTC)).toString();
    }

    /** @throws IllegalArgumentException when no time in nanoseconds can be that far away */
    static GoTime time(double epochSeconds) {
        double nanos = epochSeconds * 1e9;
        if (!Double.isFinite(epochSeconds)) {
            throw new IllegalArgumentException("value is NaN or Inf");
        }
        if (nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
            throw new IllegalArgumentException(GoFloats.general(epochSeconds)
                    + " cannot be represented as a nanoseconds timestamp since it overflows int64");
        }
        return GoTime.ofNanos((long) nanos / NANOS_PER_MILLI * NANOS_PER_MILLI);
    }

    private static String scaled(double value, int base, String[] prefixes) {
        double rest = value;
        int prefix = 0;
        while (Math.abs(rest) >= base && prefix < prefixes.length - 1) {
            rest /= base;
            prefix++;
        }
        return digits(rest) + prefixes[prefix];
    }

    private static String small(double value, String unit) {
        double rest = value;
        int prefix = 0;
        while (Math.abs(rest) < 1 && prefix < SMALL.length - 1) {
            rest *= 1000;
            prefix++;
        }
        return digits(rest) + SMALL[prefix] + unit;
    }

    private static String digits(double value) {
        return Printf.format("%.4g", List.of(value));
    }
}
