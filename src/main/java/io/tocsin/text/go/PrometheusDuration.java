package io.tocsin.text.go;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 0}. A day has 24 hours, a year 365 days. */
public final class PrometheusDuration {

    private static final Pattern PART = Pattern.compile("([0-9]{1,19})([^0-9]+)");
    private static final String OUT_OF_RANGE = "duration out of range";
    private static final List<Unit> UNITS = List.of(
            new Unit("y", Duration.ofDays(365)),
            new Unit("w", Duration.ofDays(7)),
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("m", Duration.ofMinutes(1)),
            new Unit("s", Duration.ofSeconds(1)),
            new Unit("ms", Duration.ofMillis(1)));

    private record Unit(String symbol, Duration size) {}

    private PrometheusDuration() {}

    /**
     * A duration in a file or a setting.
     *
     * @throws IllegalArgumentException when the text is not a duration; the message says what to write
     */
    public static Duration parse(String text) {
        try {
            return parseAsPrometheus(text);
        } catch (ConversionException e) {
            if (OUT_OF_RANGE.equals(e.getMessage())) {
                throw new IllegalArgumentException("\"" + text + "\" is too long a duration", e);
            }
            throw new IllegalArgumentException(
                    text.matches("\\d+")
                            ? "\"" + text + "\" has no unit; did you mean \"" + text + "s\" or \"" + text + "m\"?"
                            : "\"" + text + "\" is not a duration; write for example 30s, 5m or 1h30m",
                    e);
        }
    }

    /**
     * A duration in a query or in a parameter of one.
     *
     * @throws ConversionException with Prometheus' message when the text is not a duration
     */
    public static Duration parseAsPrometheus(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.isEmpty()) {
            throw new ConversionException("empty duration string");
        }
        Matcher part = PART.matcher(text);
        long nanos = 0;
        int lastUnit = -1;
        for (int at = 0; at < text.length(); at = part.end()) {
            if (!part.region(at, text.length()).lookingAt()) {
                throw invalid(text);
            }
            int unit = indexOf(part.group(2));
            if (unit < 0) {
                throw new ConversionException(
                        "unknown unit " + Quoting.quote(part.group(2)) + " in duration " + Quoting.quote(text));
            }
            if (unit <= lastUnit) {
                throw invalid(text);
            }
            lastUnit = unit;
            try {
                long size = UNITS.get(unit).size.toNanos();
                nanos = Math.addExact(nanos, Math.multiplyExact(Long.parseLong(part.group(1)), size));
            } catch (ArithmeticException | NumberFormatException e) {
                throw new ConversionException(OUT_OF_RANGE);
            }
        }
        return Duration.ofNanos(nanos);
    }

    private static int indexOf(String symbol) {
        for (int i = 0; i < UNITS.size(); i++) {
            if (UNITS.get(i).symbol.equals(symbol)) {
                return i;
            }
        }
        return -1;
    }

    private static ConversionException invalid(String text) {
        return new ConversionException("not a valid duration string: " + Quoting.quote(text));
    }

    /** The shortest text that {@link #parse} reads as the same duration, to the millisecond: {@code 1h30m}, {@code 0s}. */
    public static String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        long rest = duration.toMillis();
        for (Unit unit : UNITS) {
            // As in Prometheus: weeks and years only when nothing is left over, since 1w1d reads worse than 8d.
            boolean isCoarse = unit.size.compareTo(Duration.ofDays(1)) > 0;
            long size = unit.size.toMillis();
            if (rest >= size && !(isCoarse && rest % size != 0)) {
                text.append(rest / size).append(unit.symbol);
                rest %= size;
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }
}
