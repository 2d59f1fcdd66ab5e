package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Arguments;
import io.tocsin.text.go.GoTime;
import io.tocsin.text.go.TimeLayout;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The methods of Go's time.Time that a template can call, for example {@code __timestamp__.Unix}. */
final class TimeMethods {

    private static final Map<String, Function<GoTime, TemplateFunction>> ALL = new HashMap<>();

    static {
        value("Unix", time -> new Int64(time.unixSeconds()));
        value("UnixMilli", time -> new Int64(time.unixMillis()));
        value("UnixMicro", time -> new Int64(Math.floorDiv(time.unixNanos(), 1_000L)));
        value("UnixNano", time -> new Int64(time.unixNanos()));
        value("Year", time -> (long) time.value().getYear());
        value("Day", time -> (long) time.value().getDayOfMonth());
        value("YearDay", time -> (long) time.value().getDayOfYear());
        value("Hour", time -> (long) time.value().getHour());
        value("Minute", time -> (long) time.value().getMinute());
        value("Second", time -> (long) time.value().getSecond());
        value("Nanosecond", time -> (long) time.value().getNano());
        value("Month", TimeMethods::month);
        value("Weekday", TimeMethods::weekday);
        value("UTC", time -> time.in(ZoneOffset.UTC));
        value("Local", time -> time.in(ZoneOffset.UTC));
        value(
                "IsZero",
                time -> time.unixNanos() == GoTime.ZERO.unixNanos()
                        && time.value().getYear() == 1);
        value("String", GoTime::toString);
        method("Format", "s", (time, arguments) -> TimeLayout.format(arguments.text(0), time));
        method(
                "Before",
                "t",
                (time, arguments) -> time.value().isBefore(other(arguments).value()));
        method(
                "After",
                "t",
                (time, arguments) -> time.value().isAfter(other(arguments).value()));
        method(
                "Equal",
                "t",
                (time, arguments) -> time.value().isEqual(other(arguments).value()));
    }

    private TimeMethods() {}

    private interface Method {
        Object call(GoTime time, Arguments arguments);
    }

    private static void value(String name, Function<GoTime, Object> getter) {
        method(name, "", (time, arguments) -> getter.apply(time));
    }

    private static void method(String name, String parameters, Method method) {
        ALL.put(
                name,
                time -> new TemplateFunction(
                        name,
                        FunctionTable.types(parameters),
                        null,
                        (arguments, context) -> method.call(time, arguments)));
    }

    private static GoTime other(Arguments arguments) {
        return (GoTime) arguments.any(0);
    }

    private static Object month(GoTime time) {
        return new GoValue.NamedNumber(
                "time.Month",
                time.value().getMonthValue(),
                time.value().getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    private static Object weekday(GoTime time) {
        return new GoValue.NamedNumber(
                "time.Weekday",
                time.value().getDayOfWeek().getValue() % 7,
                time.value().getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    /** The method bound to the time, or null if there is none of that name. */
    static @Nullable TemplateFunction find(GoTime time, String name) {
        Function<GoTime, TemplateFunction> method = ALL.get(name);
        return method == null ? null : method.apply(time);
    }
}
