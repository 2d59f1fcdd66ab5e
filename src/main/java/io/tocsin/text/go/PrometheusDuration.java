package io.tocsin.text;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Prometheus writes them: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 0}. A day has 24 hours, a year 365 days. */
public final class PrometheusDuration {

    private static final Pattern FORM = Pattern.compile(
            "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?" + "(?:(\\d+)s)?(?:(\\d+)ms)?");
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

    /** @throws IllegalArgumentException when the text is not a duration; the message says what to write */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher form = FORM.matcher(text);
        if (text.isEmpty() || !form.matches()) {
            throw new IllegalArgumentException(
                    text.matches("\\d+")
                            ? "\"" + text + "\" has no unit; did you mean \"" + text + "s\" or \"" + text + "m\"?"
                            : "\"" + text + "\" is not a duration; write for example 30s, 5m or 1h30m");
        }
        try {
            Duration sum = Duration.ZERO;
            for (int i = 0; i < UNITS.size(); i++) {
                sum = sum.plus(part(form.group(i + 1), UNITS.get(i)));
            }
            return Duration.ofNanos(sum.toNanos());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is too long a duration", e);
        }
    }

    private static Duration part(@Nullable String count, Unit unit) {
        return count == null ? Duration.ZERO : unit.size.multipliedBy(Long.parseLong(count));
    }

    /** The shortest text that {@link #parse} reads as the same duration, to the millisecond: {@code 1h30m}, {@code 0s}. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        Duration rest = duration;
        for (Unit unit : UNITS) {
            // As in Prometheus: weeks and years only when nothing is left over, since 1w1d reads worse than 8d.
            boolean isCoarse = unit.size.compareTo(Duration.ofDays(1)) > 0;
            long count = rest.toMillis() / unit.size.toMillis();
            if (count == 0 || isCoarse && rest.toMillis() % unit.size.toMillis() != 0) {
                continue;
            }
            text.append(count).append(unit.symbol);
            rest = rest.minus(unit.size.multipliedBy(count));
        }
        return text.toString();
    }
}
