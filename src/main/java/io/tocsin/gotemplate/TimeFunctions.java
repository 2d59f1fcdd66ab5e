package io.tocsin.gotemplate;

import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoTime;
import io.tocsin.text.go.Quoting;
import io.tocsin.text.go.TimeLayout;
import io.tocsin.text.go.TimeParser;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Functions on times. The local zone is UTC. */
final class TimeFunctions {

    private static final long SECONDS_PER_DAY = 86_400;

    private TimeFunctions() {}

    static void register(FunctionTable table) {
        table.add("now", "", (a, c) -> c.now());
        table.add("__timestamp__", "", (a, c) -> GoTime.ofNanos(c.timestampNanos()));
        table.add("__line__", "", (a, c) -> c.line());
        table.add("date", "sa", (a, c) -> date(a.text(0), a.values().get(1), c));
        table.add("toDate", "ss", (a, c) -> parse(a.text(0), ZoneOffset.UTC, a.text(1)));
        table.add("toDateInZone", "sss", (a, c) -> parse(a.text(0), zone(a.text(1)), a.text(2)));
        table.add("unixEpoch", "t", (a, c) -> Long.toString(time(a).unixSeconds()));
        table.add("unixEpochMillis", "t", (a, c) -> Long.toString(time(a).unixMillis()));
        table.add("unixEpochNanos", "t", (a, c) -> Long.toString(time(a).unixNanos()));
        table.add("unixToTime", "s", (a, c) -> unixToTime(a.text(0)));
    }

    private static GoTime time(TemplateFunction.Arguments arguments) {
        return (GoTime) arguments.any(0);
    }

    private static String date(String layout, @Nullable Object date, TemplateContext context) {
        GoTime time = context.now();
        if (date instanceof GoTime given) {
            time = given;
        } else if (GoValue.isInteger(date)) {
            time = GoTime.ofSeconds(MathFunctions.toLong(date), 0);
        }
        return TimeLayout.format(layout, time.in(ZoneOffset.UTC));
    }

    private static GoTime parse(String layout, ZoneId zone, String text) {
        GoTime time = TimeParser.parse(layout, text, zone);
        return time == null ? GoTime.ZERO : time;
    }

    private static ZoneId zone(String name) {
        if (name.isEmpty() || name.equals("UTC") || name.equals("Local")) {
            return ZoneOffset.UTC;
        }
        try {
            return name.indexOf('+') >= 0 || name.startsWith("-") ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    private static GoTime unixToTime(String epoch) {
        BigInteger parsed = epoch.matches("[+-]?[0-9]+") ? new BigInteger(epoch.replace("+", "")) : null;
        String failure = "unable to parse time '" + epoch + "': ";
        if (parsed == null || parsed.bitLength() > 63) {
            throw new ConversionException(failure + "strconv.ParseInt: parsing " + Quoting.quote(epoch) + ": "
                    + (parsed == null ? "invalid syntax" : "value out of range"));
        }
        long number = parsed.longValue();
        return switch (epoch.length()) {
            case 5 -> GoTime.ofSeconds(number * SECONDS_PER_DAY, 0);
            case 10 -> GoTime.ofSeconds(number, 0);
            case 13 -> GoTime.ofNanos(number * 1_000_000);
            case 16 -> GoTime.ofNanos(number * 1_000);
            case 19 -> GoTime.ofNanos(number);
            default -> throw new ConversionException(failure + "%!w(<nil>)");
        };
    }
}
