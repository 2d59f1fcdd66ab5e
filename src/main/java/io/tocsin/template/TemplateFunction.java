package io.tocsin.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.regex.BoundedRegex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function that Go templates of rule files call and that needs nothing but its arguments.
 *
 * @param mostArguments -1 when there may be any number
 */
record TemplateFunction(String name, int leastArguments, int mostArguments, Body body) {

    /** What the function computes; the piped value is the last argument. */
    @FunctionalInterface
    interface Body {
        @Nullable
        Object apply(List<@Nullable Object> arguments);
    }

    /** Formatting functions that may also be written as Mustache sections, with the sections' shorter names. */
    static final Map<String, String> SECTIONS = Map.of(
            "humanize", "humanize",
            "humanize1024", "humanize1024",
            "percent", "humanizePercentage",
            "humanizePercentage", "humanizePercentage",
            "duration", "humanizeDuration",
            "humanizeDuration", "humanizeDuration",
            "timestamp", "humanizeTimestamp",
            "humanizeTimestamp", "humanizeTimestamp");

    private static final Map<String, TemplateFunction> ALL = all();

    static @Nullable TemplateFunction find(String name) {
        return ALL.get(name);
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    boolean accepts(int arguments) {
        return arguments >= leastArguments && (mostArguments < 0 || arguments <= mostArguments);
    }

    private static Map<String, TemplateFunction> all() {
        List<TemplateFunction> functions = new ArrayList<>();
        functions.addAll(formats());
        functions.addAll(texts());
        functions.addAll(comparisons());
        Map<String, TemplateFunction> byName = new TreeMap<>();
        functions.forEach(function -> byName.put(function.name, function));
        return byName;
    }

    private static List<TemplateFunction> formats() {
        return List.of(
                number("humanize", HumanFormat::humanize),
                number("humanize1024", HumanFormat::humanize1024),
                number("humanizePercentage", HumanFormat::percentage),
                number("humanizeDuration", HumanFormat::duration),
                new TemplateFunction("humanizeTimestamp", 1, 1, values -> timestamp(values.get(0))),
                new TemplateFunction(
                        "printf",
                        1,
                        -1,
                        values -> GoPrintf.format(Values.text(values.get(0)), values.subList(1, values.size()))),
                new TemplateFunction("print", 1, -1, TemplateFunction::joined));
    }

    private static List<TemplateFunction> texts() {
        return List.of(
                text("toUpper", value -> value.toUpperCase(Locale.ROOT)),
                text("toLower", value -> value.toLowerCase(Locale.ROOT)),
                text("title", TemplateFunction::title),
                text("trimSpace", String::strip),
                text("stripPort", TemplateFunction::withoutPort),
                text("stripDomain", TemplateFunction::withoutDomain),
                new TemplateFunction("reReplaceAll", 3, 3, values -> replaced(texts(values))),
                new TemplateFunction(
                        "match",
                        2,
                        2,
                        values -> pattern(texts(values).get(0))
                                .matcher(texts(values).get(1))
                                .find()),
                new TemplateFunction(
                        "len",
                        1,
                        1,
                        values -> Values.text(values.get(0)).getBytes(java.nio.charset.StandardCharsets.UTF_8).length));
    }

    private static List<TemplateFunction> comparisons() {
        return List.of(
                new TemplateFunction("eq", 2, -1, TemplateFunction::equalsAny),
                new TemplateFunction("ne", 2, 2, values -> !equalsAny(values)),
                order("lt", sign -> sign < 0),
                order("le", sign -> sign <= 0),
                order("gt", sign -> sign > 0),
                order("ge", sign -> sign >= 0),
                new TemplateFunction("not", 1, 1, values -> !Values.isTruth(values.get(0))),
                new TemplateFunction(
                        "and",
                        1,
                        -1,
                        values -> values.stream()
                                .filter(value -> !Values.isTruth(value))
                                .findFirst()
                                .orElse(values.get(values.size() - 1))),
                new TemplateFunction(
                        "or",
                        1,
                        -1,
                        values -> values.stream()
                                .filter(Values::isTruth)
                                .findFirst()
                                .orElse(values.get(values.size() - 1))));
    }

    private static TemplateFunction number(String name, DoubleFunction<String> format) {
        return new TemplateFunction(name, 1, 1, values -> format.apply(Values.number(values.get(0))));
    }

    private static TemplateFunction text(String name, UnaryOperator<String> change) {
        return new TemplateFunction(name, 1, 1, values -> change.apply(Values.text(values.get(0))));
    }

    private static TemplateFunction order(String name, IntPredicate holds) {
        return new TemplateFunction(
                name,
                2,
                2,
                values -> holds.test(Double.compare(Values.number(values.get(0)), Values.number(values.get(1)))));
    }

    /** An instant that is not known yet is the empty text. */
    private static String timestamp(@Nullable Object value) {
        if (value instanceof Instant time) {
            return HumanFormat.timestamp(time);
        }
        return Values.text(value).isEmpty() ? "" : HumanFormat.timestamp(Values.number(value));
    }

    /** Go's Sprint: a space between two operands when neither is a string. */
    private static String joined(List<@Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            boolean spaced = i > 0 && !(values.get(i) instanceof String) && !(values.get(i - 1) instanceof String);
            text.append(spaced ? " " : "").append(Values.text(values.get(i)));
        }
        return text.toString();
    }

    private static boolean equalsAny(List<@Nullable Object> values) {
        Object first = values.get(0);
        return values.stream()
                .skip(1)
                .anyMatch(other -> first instanceof Number || other instanceof Number
                        ? Values.number(first) == Values.number(other)
                        : Objects.equals(Values.text(first), Values.text(other)));
    }

    private static List<String> texts(List<@Nullable Object> values) {
        return values.stream().map(Values::text).toList();
    }

    private static String replaced(List<String> texts) {
        String replacement = texts.get(1).replaceAll("\\$\\{?(\\w+)\\}?", "\\$$1");
        Matcher matcher = pattern(texts.get(0)).matcher(texts.get(2));
        long groups = replacement.chars().filter(c -> c == '$').count();
        checkLength(replacement.length() + groups * texts.get(2).length());
        StringBuffer text = new StringBuffer();
        while (matcher.find()) {
            matcher.appendReplacement(text, replacement);
            checkLength(text.length());
        }
        return matcher.appendTail(text).toString();
    }

    private static void checkLength(long characters) {
        if (characters > TextTemplate.MAX_OUTPUT_CHARS) {
            throw new IllegalArgumentException(
                    "the text would be longer than " + TextTemplate.MAX_OUTPUT_CHARS + " characters");
        }
    }

    private static Pattern pattern(String regex) {
        try {
            return BoundedRegex.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("bad regular expression \"" + regex + "\": " + e.getDescription(), e);
        }
    }

    private static String title(String value) {
        StringBuilder text = new StringBuilder();
        boolean atStart = true;
        for (char c : value.toCharArray()) {
            text.append(atStart ? Character.toTitleCase(c) : c);
            atStart = !Character.isLetterOrDigit(c) && c != '_' && c != '\'';
        }
        return text.toString();
    }

    private static String withoutPort(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 0 || hostAndPort.indexOf(':') != colon && !hostAndPort.startsWith("[")) {
            return hostAndPort;
        }
        String host = hostAndPort.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutDomain(String hostAndPort) {
        String host = withoutPort(hostAndPort);
        String port = hostAndPort.length() > host.length() ? hostAndPort.substring(hostAndPort.lastIndexOf(':')) : "";
        int dot = host.indexOf('.');
        boolean isAddress = host.matches("[0-9.]+") || host.contains(":");
        return dot < 0 || isAddress ? hostAndPort : host.substring(0, dot) + port;
    }
}
