package io.tocsin.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Go's {@code printf} for the verbs that make sense in alert texts. */
final class GoPrintf {

    private static final Pattern VERB =
            Pattern.compile("%([+\\-# 0]*)(\\d{1,3})?(?:\\.(\\d{1,3})?)?(.)", Pattern.DOTALL);
    private static final String VERBS = "vsdqfFeEgGtxX%";

    private GoPrintf() {}

    /** A message when the format cannot be rendered with so many arguments, else null. */
    static @Nullable String problemOf(String format, int arguments) {
        Matcher verb = VERB.matcher(format);
        int wanted = 0;
        while (verb.find()) {
            if (VERBS.indexOf(verb.group(4).charAt(0)) < 0) {
                return "printf does not know the verb \"" + verb.group() + "\"; known are %v %s %d %q %f %e %g %t %x";
            }
            wanted += verb.group(4).equals("%") ? 0 : 1;
        }
        return wanted == arguments
                ? null
                : "printf \"" + format + "\" wants " + wanted + " argument(s), but " + arguments + " are given";
    }

    static String format(String format, List<@Nullable Object> arguments) {
        StringBuilder text = new StringBuilder();
        Matcher verb = VERB.matcher(format);
        int next = 0;
        while (verb.find()) {
            String replacement = verb.group(4).equals("%") ? "%" : one(verb, arguments.get(next++));
            verb.appendReplacement(text, Matcher.quoteReplacement(replacement));
            if (text.length() > TextTemplate.MAX_OUTPUT_CHARS) {
                throw new IllegalArgumentException(
                        "the text would be longer than " + TextTemplate.MAX_OUTPUT_CHARS + " characters");
            }
        }
        return verb.appendTail(text).toString();
    }

    private static String one(Matcher verb, @Nullable Object argument) {
        String flags = verb.group(1);
        String precision = verb.group(3);
        int digits = precision == null ? -1 : Integer.parseInt(precision);
        char letter = verb.group(4).charAt(0);
        String body = body(letter, digits, argument);
        boolean isNumber = "dfFeEgG".indexOf(letter) >= 0;
        if (isNumber && flags.contains("+") && !body.startsWith("-")) {
            body = "+" + body;
        }
        return padded(body, flags, verb.group(2), isNumber);
    }

    private static String body(char letter, int digits, @Nullable Object argument) {
        return switch (letter) {
            case 'f', 'F' -> GoNumbers.fixed(Values.number(argument), digits < 0 ? 6 : digits);
            case 'e', 'E' -> GoNumbers.exponential(Values.number(argument), digits < 0 ? 6 : digits);
            case 'g', 'G' ->
                digits < 0
                        ? GoNumbers.general(Values.number(argument))
                        : GoNumbers.general(Values.number(argument), digits);
            case 'd' -> integer(Values.number(argument));
            case 'x' -> Long.toHexString((long) Values.number(argument));
            case 'X' -> Long.toHexString((long) Values.number(argument)).toUpperCase(Locale.ROOT);
            case 'q' -> quoted(cut(Values.text(argument), digits));
            case 'v' ->
                argument instanceof Number number ? GoNumbers.general(number.doubleValue()) : Values.text(argument);
            default -> cut(Values.text(argument), digits);
        };
    }

    /** Go would print %!d(float64=3) here; a person who writes %d wants the whole number. */
    private static String integer(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).setScale(0, RoundingMode.DOWN).toPlainString()
                : GoNumbers.general(value);
    }

    private static String cut(String text, int codePoints) {
        return codePoints < 0 || text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
    }

    private static String padded(String body, String flags, @Nullable String width, boolean isNumber) {
        int missing = width == null ? 0 : Integer.parseInt(width) - body.codePointCount(0, body.length());
        if (missing <= 0) {
            return body;
        }
        if (flags.contains("-")) {
            return body + " ".repeat(missing);
        }
        if (flags.contains("0") && isNumber) {
            int sign = body.startsWith("-") || body.startsWith("+") ? 1 : 0;
            return body.substring(0, sign) + "0".repeat(missing) + body.substring(sign);
        }
        return " ".repeat(missing) + body;
    }
}
