package io.tocsin.api.loki;

import io.tocsin.text.go.Quoting;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in request parameters. */
final class LokiDurations {

    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final Pattern PROMETHEUS = Pattern.compile(
            "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");
    private static final long[] UNIT_MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
    };

    private LokiDurations() {}

    /** A duration in Prometheus' form ({@code 1h30m}), in nanoseconds. */
    static long parse(String text) {
        if (text.equals("0")) {
            return 0;
        }
        Matcher parts = PROMETHEUS.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw LokiException.badRequest(
                    text.isEmpty() ? "empty duration string" : "not a valid duration string: " + Quoting.quote(text));
        }
        try {
            long nanos = 0;
            for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
                String amount = parts.group(unit + 1);
                if (amount != null) {
                    long millis = Math.multiplyExact(Long.parseLong(amount), UNIT_MILLIS[unit]);
                    nanos = Math.addExact(nanos, Math.multiplyExact(millis, 1_000_000L));
                }
            }
            return nanos;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new LokiException(400, "duration out of range", e);
        }
    }

    /** A number of seconds or a Prometheus duration, in nanoseconds. */
    static long parseSecondsOrDuration(String text) {
        Double seconds = GoNumbers.parseDouble(text);
        if (seconds != null) {
            double nanos = seconds * NANOS_PER_SECOND;
            if (nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
                throw LokiException.badRequest(
                        "cannot parse " + Quoting.quote(text) + " to a valid duration. It overflows int64");
            }
            return Double.isNaN(nanos) ? Long.MIN_VALUE : (long) nanos;
        }
        try {
            return parse(text);
        } catch (LokiException e) {
            throw new LokiException(400, "cannot parse " + Quoting.quote(text) + " to a valid duration", e);
        }
    }
}
