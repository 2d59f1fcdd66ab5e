package io.tocsin.gotemplate;

import io.tocsin.text.TextBudget;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.GoTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Go's fmt.Sprintf for the values of a template. */
final class Printf {

    /** Stands for a value that is not known yet: every verb suits it. */
    static final Object ANYTHING = new Object();

    private static final int LARGEST_WIDTH = 1_000_000;

    private final String format;
    private final List<@Nullable Object> arguments;
    private final boolean isLenient;
    private final StringBuilder text = new StringBuilder();
    private int at;
    private int argument;
    private boolean isReordered;
    private boolean hasGoodIndex;

    private Printf(String format, List<@Nullable Object> arguments, boolean isLenient) {
        this.format = format;
        this.arguments = arguments;
        this.isLenient = isLenient;
    }

    static String format(String format, List<@Nullable Object> arguments) {
        return new Printf(format, arguments, false).run();
    }

    /** As {@link #format}, but a number is printed by every verb: who writes %d for a value of 3 wants to read 3. */
    static String formatLeniently(String format, List<@Nullable Object> arguments) {
        return new Printf(format, arguments, true).run();
    }

    private String run() {
        while (at < format.length()) {
            if (text.length() > TextBudget.LONGEST_TEXT) {
                throw new ConversionException("result is longer than " + TextBudget.LONGEST_TEXT + " characters");
            }
            char c = format.charAt(at++);
            if (c == '%') {
                directive();
            } else {
                text.append(c);
            }
        }
        if (argument < arguments.size() && !isReordered) {
            appendExtra();
        }
        return text.toString();
    }

    private void appendExtra() {
        text.append("%!(EXTRA ");
        for (int i = argument; i < arguments.size(); i++) {
            Object value = arguments.get(i);
            text.append(i > argument ? ", " : "").append(GoValue.typeName(value));
            if (value != null) {
                text.append('=').append(GoValue.print(value));
            }
        }
        text.append(')');
    }

    private void directive() {
        FormatFlags flags = new FormatFlags();
        while (at < format.length() && flags.take(format.charAt(at))) {
            at++;
        }
        hasGoodIndex = true;
        readIndex();
        flags.width = readNumber(true, flags);
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            readIndex();
            flags.precision = Math.max(0, readNumber(false, flags));
        }
        readIndex();
        if (at >= format.length()) {
            text.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            text.append('%');
        } else if (!hasGoodIndex) {
            text.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (argument >= arguments.size()) {
            text.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            Object value = arguments.get(argument++);
            text.append(formatValue(verb, isLenient ? suited(verb, value) : value, flags));
        }
    }

    /** Reads {@code [2]}, which names the argument that comes next. */
    private void readIndex() {
        if (at >= format.length() || format.charAt(at) != '[') {
            return;
        }
        isReordered = true;
        int close = format.indexOf(']', at);
        String index = close < 0 ? "" : format.substring(at + 1, close);
        at = close < 0 ? at + 1 : close + 1;
        hasGoodIndex = index.matches("[1-9][0-9]{0,5}") && Integer.parseInt(index) <= arguments.size();
        argument = hasGoodIndex ? Integer.parseInt(index) - 1 : argument;
    }

    /** The value in a type that the verb prints, if there is one. */
    private static @Nullable Object suited(int verb, @Nullable Object value) {
        if (value instanceof Double number && Double.isFinite(number)) {
            return "dxX".indexOf(verb) >= 0
                    ? (Object) number.longValue()
                    : "sq".indexOf(verb) >= 0 ? GoFloats.plain(number) : value;
        }
        if (value instanceof String text && "deEfFgG".indexOf(verb) >= 0) {
            try {
                return suited(verb, GoFloats.parse(text));
            } catch (ConversionException e) {
                return value;
            }
        }
        return GoValue.isInteger(value) && "eEfFgG".indexOf(verb) >= 0 ? (Object) MathFunctions.toDouble(value) : value;
    }

    private int readNumber(boolean isWidth, FormatFlags flags) {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            return starNumber(isWidth, flags);
        }
        int number = -1;
        while (at < format.length() && Character.isDigit(format.charAt(at)) && number < LARGEST_WIDTH) {
            number = Math.max(number, 0) * 10 + (format.charAt(at++) - '0');
        }
        return Math.min(number, LARGEST_WIDTH);
    }

    private int starNumber(boolean isWidth, FormatFlags flags) {
        Object value = argument < arguments.size() ? arguments.get(argument++) : null;
        if (!GoValue.isInteger(value)) {
            text.append(isWidth ? "%!(BADWIDTH)" : "%!(BADPREC)");
            return -1;
        }
        long number = MathFunctions.toLong(value);
        if (number < 0 && isWidth) {
            flags.minus = true;
            flags.zero = false;
        }
        return (int) Math.min(LARGEST_WIDTH, isWidth ? Math.abs(number) : number);
    }

    private static String formatValue(int verb, @Nullable Object value, FormatFlags flags) {
        if (verb == 'T') {
            return flags.pad(GoValue.typeName(value));
        }
        if (value == null) {
            return verb == 'v' ? flags.pad("<nil>") : "%!" + Character.toString(verb) + "(<nil>)";
        }
        String formatted = formatKnown(verb, value, flags);
        return formatted == null ? bad(verb, value) : formatted;
    }

    private static @Nullable String formatKnown(int verb, Object value, FormatFlags flags) {
        if (value instanceof String string) {
            return FormatVerbs.string(verb, string, flags);
        }
        if (GoValue.isInteger(value)) {
            return FormatVerbs.integer(verb, MathFunctions.toLong(value), flags);
        }
        if (value instanceof Double number) {
            return FormatVerbs.floating(verb, number, flags);
        }
        if (value instanceof Boolean) {
            return verb == 'v' || verb == 't' ? flags.pad(value.toString()) : null;
        }
        if (value instanceof GoValue.NamedNumber named) {
            return verb == 'd'
                    ? FormatVerbs.integer(verb, named.number(), flags)
                    : FormatVerbs.string(verb, named.name(), flags);
        }
        if (value instanceof GoTime) {
            return FormatVerbs.string(verb, value.toString(), flags);
        }
        return composite(verb, value, flags);
    }

    private static @Nullable String composite(int verb, Object value, FormatFlags flags) {
        boolean isStringer = value instanceof KeyValues || value instanceof GoStruct || value instanceof GoList;
        if (verb == 'v' || verb == 's' && isStringer) {
            return flags.pad(GoValue.print(value));
        }
        if (value instanceof GoStruct || value == ANYTHING) {
            return value == ANYTHING && "vtbcdoOqxXUeEfFgGs".indexOf(verb) >= 0 ? "" : null;
        }
        if (value instanceof List<?> list) {
            StringBuilder items = new StringBuilder("[");
            list.forEach(item -> items.append(items.length() > 1 ? " " : "").append(formatValue(verb, item, flags)));
            return items.append(']').toString();
        }
        java.util.Map<?, ?> map = value instanceof LabelMap labels ? labels.values() : (java.util.Map<?, ?>) value;
        StringBuilder items = new StringBuilder("map[");
        new java.util.TreeMap<>(map)
                .forEach((key, item) -> items.append(items.length() > 4 ? " " : "")
                        .append(formatValue(verb, key, flags))
                        .append(':')
                        .append(formatValue(verb, item, flags)));
        return items.append(']').toString();
    }

    private static String bad(int verb, Object value) {
        return "%!" + Character.toString(verb) + "(" + GoValue.typeName(value) + "=" + GoValue.print(value) + ")";
    }
}
