package io.tocsin.rule;

import io.tocsin.rule.Condition.Comparison;
import io.tocsin.text.go.GoFloats;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code > 5}, {@code inside [1, 5]} and {@code outside [1, 5]}. */
final class ConditionParser {

    private static final String NUMBER = "([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-]?Inf)";
    private static final Pattern THRESHOLD = Pattern.compile("(>=|<=|==|!=|>|<)\\s*" + NUMBER);
    private static final Pattern RANGE =
            Pattern.compile("(inside|outside)\\s*\\[\\s*" + NUMBER + "\\s*,\\s*" + NUMBER + "\\s*\\]");

    private ConditionParser() {}

    static Condition parse(String text) {
        String stripped = text.strip();
        Matcher threshold = THRESHOLD.matcher(stripped);
        if (threshold.matches()) {
            return new Condition.Threshold(comparison(threshold.group(1)), number(threshold.group(2)));
        }
        Matcher range = RANGE.matcher(stripped);
        if (range.matches()) {
            return range(text, range.group(1), number(range.group(2)), number(range.group(3)));
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not a condition; write one of > >= < <= == != and a number,"
                        + " as in \"> 0\", or inside [1, 5] or outside [1, 5]");
    }

    private static Condition range(String text, String kind, double low, double high) {
        if (low > high) {
            throw new IllegalArgumentException("\"" + text + "\": the lower bound is above the upper one");
        }
        return kind.equals("inside") ? new Condition.Inside(low, high) : new Condition.Outside(low, high);
    }

    private static Comparison comparison(String operator) {
        for (Comparison comparison : Comparison.values()) {
            if (comparison.operator().equals(operator)) {
                return comparison;
            }
        }
        throw new IllegalStateException("no comparison " + operator);
    }

    private static double number(String text) {
        return GoFloats.parse(text);
    }
}
