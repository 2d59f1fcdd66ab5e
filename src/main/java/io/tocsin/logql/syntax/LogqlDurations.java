package io.tocsin.logql.syntax;

import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.Quoting;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two duration syntaxes of LogQL: Prometheus' between brackets, and that one or Go's everywhere else. */
final class LogqlDurations {

    private static final List<String> PROMETHEUS_UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
    private static final long MILLI = 1_000_000L;
    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("ms", MILLI),
            Map.entry("s", 1_000 * MILLI),
            Map.entry("m", 60_000 * MILLI),
            Map.entry("h", 3_600_000 * MILLI),
            Map.entry("d", 86_400_000 * MILLI),
            Map.entry("w", 7 * 86_400_000L * MILLI),
            Map.entry("y", 365 * 86_400_000L * MILLI));

    private LogqlDurations() {}

    /** A Prometheus duration: whole numbers, each unit once, in falling order. */
    static Parsed parsePrometheus(String text) {
        if (text.equals("0")) {
            return new Parsed(Duration.ZERO, "");
        }
        if (text.isEmpty()) {
            return new Parsed(null, "empty duration string");
        }
        String invalid = "not a valid duration string: " + Quoting.quote(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int lastUnit = -1;
        int i = 0;
        while (i < text.length()) {
            int digitsEnd = endOf(text, i, true);
            int unitEnd = endOf(text, digitsEnd, false);
            if (digitsEnd == i || digitsEnd - i > 19 || unitEnd == digitsEnd) {
                return new Parsed(null, invalid);
            }
            String unit = text.substring(digitsEnd, unitEnd);
            int rank = PROMETHEUS_UNITS.indexOf(unit);
            if (rank < 0) {
                return new Parsed(null, "unknown unit " + Quoting.quote(unit) + " in duration " + Quoting.quote(text));
            }
            if (rank <= lastUnit) {
                return new Parsed(null, invalid);
            }
            lastUnit = rank;
            nanos = nanos.add(amount(text.substring(i, digitsEnd), unit));
            if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
                return new Parsed(null, "duration out of range");
            }
            i = unitEnd;
        }
        return new Parsed(Duration.ofNanos(nanos.longValue()), "");
    }

    private static int endOf(String text, int from, boolean digits) {
        int i = from;
        while (i < text.length() && (text.charAt(i) >= '0' && text.charAt(i) <= '9') == digits) {
            i++;
        }
        return i;
    }

    private static BigDecimal amount(String number, String unit) {
        return new BigDecimal(number).multiply(BigDecimal.valueOf(NANOS.getOrDefault(unit, 0L)));
    }

    /** A Prometheus duration or a Go duration; null when it is neither. */
    static @Nullable Duration parseEither(String text) {
        Duration prometheus = parsePrometheus(text).value();
        return prometheus == null ? parseGo(text) : prometheus;
    }

    private static @Nullable Duration parseGo(String text) {
        try {
            return Duration.ofNanos(GoDurations.parse(text));
        } catch (ConversionException e) {
            return null;
        }
    }

    /** A duration, or null and why there is none. */
    record Parsed(@Nullable Duration value, String problem) {}
}
