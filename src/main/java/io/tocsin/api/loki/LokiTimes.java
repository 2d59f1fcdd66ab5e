package io.tocsin.api.loki;

import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.GoIntegers;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.text.go.Quoting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times and durations in request parameters. A point in time is nanoseconds, whole seconds of at most ten digits, seconds with a fraction, or
 * RFC 3339.
 */
final class LokiTimes {

    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})");
    private static final int MAX_DIGITS_OF_SECONDS = 10;

    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private LokiTimes() {}

    /** A duration in Prometheus' form ({@code 1h30m}), in nanoseconds. */
    static long duration(String text) {
        return LokiException.reading(
                () -> PrometheusDuration.parseAsPrometheus(text).toNanos());
    }

    /** A number of seconds or a Prometheus duration, in nanoseconds. */
    static long secondsOrDuration(String text) {
        Double seconds = numberOrNull(text);
        if (seconds != null) {
            double nanos = seconds * NANOS_PER_SECOND;
            if (nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
                throw LokiException.badRequest(
                        "cannot parse " + Quoting.quote(text) + " to a valid duration. It overflows int64");
            }
            return Double.isNaN(nanos) ? Long.MIN_VALUE : (long) nanos;
        }
        try {
            return duration(text);
        } catch (LokiException e) {
            throw new LokiException(400, "cannot parse " + Quoting.quote(text) + " to a valid duration", e);
        }
    }

    /** Infinities and NaN included; null when the text is no number. */
    static @Nullable Double numberOrNull(String text) {
        try {
            return GoFloats.parse(text);
        } catch (ConversionException e) {
            return null;
        }
    }

    /** Nanoseconds since the epoch. */
    static long parse(String text) {
        if (text.contains(".")) {
            Double seconds = numberOrNull(text);
            if (seconds != null && !seconds.isNaN() && !seconds.isInfinite()) {
                return ofSeconds(seconds);
            }
        }
        if (RFC_3339.matcher(text).matches()) {
            try {
                return nanosOf(OffsetDateTime.parse(text.replace(',', '.')).toInstant());
            } catch (DateTimeException e) {
                // Falls through to the error that names the number that it is not.
            }
        }
        long number = LokiException.reading(() -> GoIntegers.parse(text, "ParseInt"));
        return text.length() <= MAX_DIGITS_OF_SECONDS ? saturated(number, 0) : number;
    }

    /** Fractions are rounded to milliseconds, as Loki does. */
    private static long ofSeconds(double seconds) {
        double whole = seconds < 0 ? Math.ceil(seconds) : Math.floor(seconds);
        double fraction = Math.round((seconds - whole) * 1000) / 1000.0;
        return saturated((long) whole, (long) (fraction * NANOS_PER_SECOND));
    }

    static long nanosOf(Instant instant) {
        return saturated(instant.getEpochSecond(), instant.getNano());
    }

    private static long saturated(long seconds, long nanos) {
        try {
            return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
        } catch (ArithmeticException e) {
            return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Seconds with milliseconds as decimals where there are any: {@code 1794999600.5}. */
    static BigDecimal toSeconds(long millis) {
        BigDecimal seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0, RoundingMode.UNNECESSARY) : seconds;
    }
}
