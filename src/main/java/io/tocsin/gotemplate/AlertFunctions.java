package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Arguments;
import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.regex.GoRegex;
import io.tocsin.text.TextBudget;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.GoTime;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.text.go.TimeLayout;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The functions of Prometheus' rules and of Alertmanager's messages. */
final class AlertFunctions {

    private static final String LABELS = "Labels";

    private AlertFunctions() {}

    static void register(FunctionTable table) {
        registerNumbers(table);
        registerTexts(table);
        registerSamples(table);
        table.add("date", "st", (a, c) -> TimeLayout.format(a.text(0), (GoTime) a.any(1)));
        table.add("tz", "st", (a, c) -> ((GoTime) a.any(1)).in(zone(a.text(0))));
        table.addVariadic("args", "", FunctionType.ANY, (a, c) -> named(a));
        table.add("tmpl", "sa", (a, c) -> {
            throw new IllegalStateException("tmpl is run by the caller");
        });
        table.add("externalURL", "", (a, c) -> c.externalUrl());
        table.add("pathPrefix", "", (a, c) -> path(c.externalUrl()));
        table.add("graphLink", "s", (a, c) -> expressionLink(a.text(0), 0));
        table.add("tableLink", "s", (a, c) -> expressionLink(a.text(0), 1));
    }

    private static void registerNumbers(FunctionTable table) {
        addFormat(table, "humanize", HumanFormat::humanize);
        addFormat(table, "humanize1024", HumanFormat::humanize1024);
        addFormat(table, "humanizePercentage", HumanFormat::percentage);
        addFormat(table, "humanizeDuration", HumanFormat::duration);
        addFormat(table, "humanizeTimestamp", HumanFormat::timestamp);
        addFormat(table, "toTime", HumanFormat::time);
        table.add(
                "parseDuration",
                "s",
                (a, c) -> checked(() -> PrometheusDuration.parse(a.text(0)).toNanos() / 1e9));
    }

    private static void addFormat(FunctionTable table, String name, DoubleFunction<Object> format) {
        table.add(
                name,
                "a",
                (a, c) -> checked(() -> format.apply(number(a.values().get(0)))));
    }

    /** What a function of ours says of its argument is an error of the call. */
    private static Object checked(Supplier<Object> call) {
        try {
            return call.get();
        } catch (IllegalArgumentException e) {
            throw new ConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static double number(@Nullable Object value) {
        if (value instanceof String text) {
            return GoFloats.parse(text);
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof GoTime time) {
            return time.unixNanos() / 1e9;
        }
        if (value instanceof GoStruct duration && duration.fields().get(GoDuration.SECONDS) instanceof Number seconds) {
            return seconds.doubleValue();
        }
        if (value instanceof GoStruct sample && sample.fields().get("Value") instanceof Number number) {
            return number.doubleValue();
        }
        throw new ConversionException("can't convert " + GoValue.typeName(value) + " to float");
    }

    private static void registerTexts(FunctionTable table) {
        table.add("toUpper", "s", (a, c) -> StringFunctions.upper(a.text(0)));
        table.add("toLower", "s", (a, c) -> StringFunctions.lower(a.text(0)));
        table.add("title", "s", (a, c) -> StringFunctions.title(a.text(0)));
        table.add("trimSpace", "s", (a, c) -> StringFunctions.trimSpace(a.text(0)));
        table.add("stripPort", "s", (a, c) -> HostPort.of(a.text(0)).host());
        table.add("stripDomain", "s", (a, c) -> HostPort.of(a.text(0)).withoutDomain());
        table.add(
                "match",
                "ss",
                (a, c) ->
                        GoRegex.compilePattern(a.text(0), 0).matcher(a.text(1)).find());
        table.add(
                "reReplaceAll",
                "sss",
                (a, c) -> GoRegex.compile(a.text(0))
                        .replaceAll(a.text(2), a.text(1), c.budget().longest()));
        table.add("join", "sl", (a, c) -> join(a, c.budget()));
        table.addVariadic("stringSlice", "", FunctionType.STRING, (a, c) -> new ArrayList<>(a.values()));
        // Nothing here is HTML: these leave the text as it is.
        table.add("safeHtml", "s", (a, c) -> a.text(0));
        table.add("safeUrl", "s", (a, c) -> a.text(0));
        table.add("urlUnescape", "s", (a, c) -> EncodingFunctions.urlDecode(a.text(0)));
    }

    private static String join(Arguments arguments, TextBudget budget) {
        List<?> texts = (List<?>) arguments.any(1);
        budget.check(
                GoValue.sizeOf(texts) + (long) texts.size() * arguments.text(0).length());
        List<String> parts = texts.stream().map(String::valueOf).toList();
        return String.join(arguments.text(0), parts);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ConversionException("unknown time zone " + name);
        }
    }

    private static Map<String, @Nullable Object> named(Arguments arguments) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (Object value : arguments.values()) {
            named.put("arg" + named.size(), value);
        }
        return named;
    }

    private static String path(String url) {
        int authority = url.indexOf("://");
        int path = url.indexOf('/', authority < 0 ? 0 : authority + 3);
        return path < 0 ? "" : url.substring(path).replaceAll("[?#].*", "");
    }

    /** The address of an expression in Prometheus' own pages. */
    private static String expressionLink(String expression, int tab) {
        return "/graph?g0.expr=" + EncodingFunctions.urlEncode(expression) + "&g0.tab=" + tab;
    }

    /** Functions on samples: whatever has Labels and a Value, such as the alerts of a message. */
    private static void registerSamples(FunctionTable table) {
        table.add("first", "a", (a, c) -> {
            List<?> samples = samples(a.values().get(0));
            if (samples.isEmpty()) {
                throw new ConversionException("first() called on vector with no elements");
            }
            return samples.get(0);
        });
        table.add("label", "sa", (a, c) -> label(a.text(0), a.values().get(1)));
        table.add("value", "a", (a, c) -> sample(a.values().get(0)).fields().get("Value"));
        table.add("strvalue", "a", (a, c) -> label("__value__", a.values().get(0)));
        table.add(
                "sortByLabel",
                "sa",
                (a, c) -> samples(a.values().get(1)).stream()
                        .sorted(Comparator.comparing(sample -> label(a.text(0), sample)))
                        .toList());
    }

    private static List<?> samples(@Nullable Object value) {
        if (value instanceof List<?> samples) {
            return samples;
        }
        throw new ConversionException(
                "wrong type for value; expected a list of samples; got " + GoValue.typeName(value));
    }

    private static GoStruct sample(@Nullable Object value) {
        if (value instanceof GoStruct sample && sample.fields().containsKey("Value")) {
            return sample;
        }
        throw new ConversionException("wrong type for value; expected a sample; got " + GoValue.typeName(value));
    }

    private static String label(String name, @Nullable Object value) {
        return sample(value).fields().get(LABELS) instanceof LabelMap labels
                ? labels.values().getOrDefault(name, "")
                : "";
    }

    /** A host with an optional port, split as Go's net.SplitHostPort does. */
    private record HostPort(String whole, String host, String port) {

        static HostPort of(String text) {
            HostPort unsplit = new HostPort(text, text, "");
            int colon = text.lastIndexOf(':');
            boolean hasBracket = text.startsWith("[");
            int end = hasBracket ? text.indexOf(']') : colon;
            if (colon < 0 || end < 0 || hasBracket && end + 1 != colon) {
                return unsplit;
            }
            String host = hasBracket ? text.substring(1, end) : text.substring(0, colon);
            String port = text.substring(colon + 1);
            boolean isMalformed = !hasBracket && host.indexOf(':') >= 0
                    || host.indexOf('[') >= 0
                    || host.indexOf(']') >= 0
                    || port.indexOf('[') >= 0
                    || port.indexOf(']') >= 0;
            return isMalformed ? unsplit : new HostPort(text, host, port);
        }

        String withoutDomain() {
            boolean isAddress = host.indexOf(':') >= 0 || host.matches("(\\d{1,3}\\.){3}\\d{1,3}");
            if (isAddress) {
                return whole;
            }
            int dot = host.indexOf('.');
            String first = dot < 0 ? host : host.substring(0, dot);
            return port.isEmpty() ? first : first + ":" + port;
        }
    }
}
