package io.tocsin.label;

import io.tocsin.regex.RegexBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Alertmanager's syntax from before quoted names: lenient with unquoted values, strict with names. */
final class ClassicMatchers {

    private static final Pattern MATCHER =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|=|!=|!~)(.*)", Pattern.DOTALL);

    private ClassicMatchers() {}

    static List<LabelMatcher> parseAll(String text, RegexBudget budget) {
        String inner = text.strip();
        if (inner.startsWith("{")) {
            inner = inner.substring(1);
        }
        if (inner.endsWith("}") && isOutsideQuotes(inner, inner.length() - 1)) {
            inner = inner.substring(0, inner.length() - 1);
        }
        List<LabelMatcher> matchers = new ArrayList<>();
        for (String part : split(inner)) {
            matchers.add(matcher(part, budget));
        }
        return matchers;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean inside = false;
        int escaped = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            if (c == '\\' && i != escaped) {
                escaped = i + 1;
            } else if (c == '"' && i != escaped) {
                inside = !inside;
            }
            boolean ends = i == text.length() || c == ',' && !inside;
            if (ends) {
                String part = text.substring(start, i);
                if (!part.isBlank()) {
                    parts.add(part);
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private static boolean isOutsideQuotes(String text, int index) {
        boolean inside = false;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                inside = !inside;
            }
        }
        return !inside;
    }

    private static LabelMatcher matcher(String text, RegexBudget budget) {
        Matcher parts = MATCHER.matcher(text);
        if (!parts.matches()) {
            throw new MatcherSyntaxException("bad matcher format: " + text.strip(), 0);
        }
        return MatcherParser.create(
                parts.group(1), type(parts.group(2)), value(parts.group(3).strip()), 0, budget);
    }

    private static MatchType type(String operator) {
        for (MatchType type : MatchType.values()) {
            if (type.operator().equals(operator)) {
                return type;
            }
        }
        throw new MatcherSyntaxException("unknown operator " + operator, 0);
    }

    /** Only {@code \"}, {@code \n} and {@code \\} are escapes; any other backslash stands for itself. */
    private static String value(String raw) {
        boolean opens = raw.startsWith("\"");
        String inner = opens ? raw.substring(1) : raw;
        StringBuilder value = new StringBuilder();
        boolean closes = false;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\' && i + 1 < inner.length() && "\"n\\".indexOf(inner.charAt(i + 1)) >= 0) {
                i++;
                value.append(inner.charAt(i) == 'n' ? '\n' : inner.charAt(i));
            } else if (c == '"' && opens && i == inner.length() - 1) {
                closes = true;
            } else if (c == '"') {
                throw new MatcherSyntaxException("the value " + raw + " holds an unescaped quote", 0);
            } else {
                value.append(c);
            }
        }
        if (opens && !closes) {
            throw new MatcherSyntaxException("the quote of " + raw + " is not closed", 0);
        }
        return value.toString();
    }
}
