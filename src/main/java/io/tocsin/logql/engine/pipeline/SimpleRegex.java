package io.tocsin.logql.engine.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns simple regular expressions into text searches, where Loki does so as well: {@code a|b}, {@code .*a.*},
 * {@code (?i)a}, {@code .+}. For labels this is visible, because Loki takes {@code a.*} for "contains a" even where the
 * whole value should match.
 */
final class SimpleRegex {

    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private final String regex;
    private final boolean isLabel;
    private boolean ignoresCase;

    private SimpleRegex(String regex, boolean isLabel) {
        this.regex = regex;
        this.isLabel = isLabel;
    }

    /** The filter for a line, or null if the expression is not simple. */
    static @Nullable LineFilter lineFilter(String regex) {
        return new SimpleRegex(regex, false).filter();
    }

    /** The filter for a label's value, or null if the expression is not simple. */
    static @Nullable LineFilter labelFilter(String regex) {
        return new SimpleRegex(regex, true).filter();
    }

    private @Nullable LineFilter filter() {
        String body = regex;
        if (body.startsWith("(?i)")) {
            ignoresCase = true;
            body = body.substring(4);
        }
        body = stripGroup(body);
        List<String> alternatives = List.of(body.split("\\|", -1));
        Set<Integer> prefixed = isLabel ? CommonPrefixes.indexesOf(alternatives) : Set.of();
        if (prefixed == null) {
            return null;
        }
        List<LineFilter> filters = new ArrayList<>();
        for (int i = 0; i < alternatives.size(); i++) {
            LineFilter filter = alternative(alternatives.get(i), prefixed.contains(i));
            if (filter == null) {
                return null;
            }
            // Loki ignores an alternative that accepts everything.
            if (filter != TextFilters.ALL) {
                filters.add(filter);
            }
        }
        return filters.isEmpty() ? TextFilters.ALL : TextFilters.anyOf(filters);
    }

    /** Removes a pair of parentheses around the whole expression. */
    private static String stripGroup(String body) {
        int start = body.startsWith("(?:") ? 3 : body.startsWith("(") && !body.startsWith("(?") ? 1 : 0;
        if (start == 0 || !body.endsWith(")")) {
            return body;
        }
        String inner = body.substring(start, body.length() - 1);
        return inner.indexOf('(') < 0 && inner.indexOf(')') < 0 && inner.indexOf('\\') < 0 ? inner : body;
    }

    private @Nullable LineFilter alternative(String text, boolean sharesPrefix) {
        if (text.isEmpty() || text.equals(".*")) {
            return TextFilters.ALL;
        }
        if (text.equals(".+")) {
            return TextFilters.NOT_EMPTY;
        }
        boolean opensWide = text.startsWith(".*");
        boolean endsWide = text.endsWith(".*") && !text.endsWith("\\.*") && text.length() > 2;
        String literal = unescape(text.substring(opensWide ? 2 : 0, text.length() - (endsWide ? 2 : 0)));
        if (literal == null || literal.isEmpty()) {
            return null;
        }
        boolean isWhole = isLabel && !opensWide && !endsWide && !sharesPrefix;
        if (ignoresCase) {
            return isWhole ? TextFilters.equalIgnoringCase(literal) : TextFilters.containsIgnoringCase(literal);
        }
        return isWhole ? TextFilters.equalTo(literal) : TextFilters.contains(literal);
    }

    private static @Nullable String unescape(String text) {
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (i + 1 == text.length() || Character.isLetterOrDigit(text.charAt(i + 1))) {
                    return null;
                }
                literal.append(text.charAt(++i));
            } else if (SPECIAL.indexOf(c) >= 0) {
                return null;
            } else {
                literal.append(c);
            }
        }
        return literal.toString();
    }

    /**
     * Which alternatives of a regular expression Go joins because they begin alike: {@code warn|warning} becomes {@code
     * warn(|ing)}. Loki searches for such alternatives anywhere in a label's value, instead of comparing the whole value.
     */
    private static final class CommonPrefixes {

        private CommonPrefixes() {}

        /** The joined alternatives; null if joining makes a character class, as in {@code a1|a2}, which stays a regex. */
        static @Nullable Set<Integer> indexesOf(List<String> alternatives) {
            Set<Integer> joined = new HashSet<>();
            int start = 0;
            while (start < alternatives.size()) {
                int end = runEnd(alternatives, start);
                if (end - start > 1) {
                    for (int i = start; i < end; i++) {
                        joined.add(i);
                    }
                }
                start = end;
            }
            return makesClass(alternatives) ? null : joined;
        }

        /** The end of the alternatives that begin with the same character as the one at the start. */
        private static int runEnd(List<String> alternatives, int start) {
            int end = start + 1;
            while (end < alternatives.size() && firstOf(alternatives.get(end)) == firstOf(alternatives.get(start))) {
                end++;
            }
            return end;
        }

        private static int firstOf(String text) {
            return text.isEmpty() ? -1 : text.codePointAt(0);
        }

        private static boolean makesClass(List<String> alternatives) {
            boolean afterSingle = false;
            int start = 0;
            while (start < alternatives.size()) {
                int end = runEnd(alternatives, start);
                String first = alternatives.get(start);
                boolean isSingle = end - start == 1 && first.codePointCount(0, first.length()) == 1;
                if (isSingle && afterSingle) {
                    return true;
                }
                boolean hasPrefix = end - start > 1 && !first.isEmpty();
                if (hasPrefix && makesClass(suffixes(alternatives.subList(start, end)))) {
                    return true;
                }
                afterSingle = isSingle;
                start = end;
            }
            return false;
        }

        private static List<String> suffixes(List<String> alternatives) {
            String prefix = alternatives.get(0);
            for (String alternative : alternatives) {
                while (!alternative.startsWith(prefix)) {
                    prefix = prefix.substring(0, prefix.offsetByCodePoints(prefix.length(), -1));
                }
            }
            List<String> suffixes = new ArrayList<>();
            for (String alternative : alternatives) {
                suffixes.add(alternative.substring(prefix.length()));
            }
            return suffixes;
        }
    }
}
