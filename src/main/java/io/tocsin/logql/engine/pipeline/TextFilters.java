package io.tocsin.logql.engine.pipeline;

import com.google.re2j.Pattern;
import io.tocsin.regex.GoRegex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Builds the filters of lines and label values out of simple parts. */
final class TextFilters {

    static final LineFilter ALL = (buffer, offset, length) -> true;
    static final LineFilter NOT_EMPTY = (buffer, offset, length) -> length > 0;

    private TextFilters() {}

    static LineFilter contains(String text) {
        return text.isEmpty() ? ALL : new ContainsFilter(text);
    }

    static LineFilter equalTo(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        return (buffer, offset, length) ->
                length == wanted.length && Arrays.equals(buffer, offset, offset + length, wanted, 0, length);
    }

    static LineFilter containsIgnoringCase(String text) {
        return new IgnoreCaseFilter(text);
    }

    static LineFilter equalIgnoringCase(String text) {
        IgnoreCaseFilter contains = new IgnoreCaseFilter(text);
        return (buffer, offset, length) -> length == contains.size() && contains.accepts(buffer, offset, length);
    }

    static LineFilter anyOf(List<LineFilter> filters) {
        if (filters.size() == 1) {
            return filters.get(0);
        }
        LineFilter[] all = filters.toArray(LineFilter[]::new);
        return (buffer, offset, length) -> {
            for (LineFilter filter : all) {
                if (filter.accepts(buffer, offset, length)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** A regex that may match anywhere in the line. */
    static LineFilter lineRegex(String regex) {
        // Compiling first gives Go's message for what is not valid.
        Pattern pattern = GoRegex.compilePattern(regex, 0);
        LineFilter simple = SimpleRegex.lineFilter(regex);
        return simple == null ? new RegexFilter(pattern) : simple;
    }

    /** A regex that must match a label's whole value. */
    static LineFilter labelRegex(String regex) {
        Pattern pattern = GoRegex.compilePattern("^(?:" + regex + ")$", 0);
        LineFilter simple = SimpleRegex.labelFilter(regex);
        return simple == null ? new RegexFilter(pattern) : simple;
    }

    /** Looks for a match of a regular expression anywhere in the text. */
    private static final class RegexFilter implements LineFilter {

        private final Pattern pattern;

        RegexFilter(Pattern pattern) {
            this.pattern = pattern;
        }

        @Override
        public boolean accepts(byte[] buffer, int offset, int length) {
            return pattern.matcher(new String(buffer, offset, length, StandardCharsets.UTF_8))
                    .find();
        }
    }

    /**
     * Searches bytes for a text without regard to case. As in Loki a match can only begin where the byte, in lower case, is
     * the first byte of the text in lower case, so a few letters outside ASCII do not find their other case.
     */
    private static final class IgnoreCaseFilter implements LineFilter {

        private final byte[] lower;

        IgnoreCaseFilter(String text) {
            lower = text.codePoints()
                    .map(Character::toLowerCase)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** The length of the lower-case text in bytes. */
        int size() {
            return lower.length;
        }

        @Override
        public boolean accepts(byte[] buffer, int offset, int length) {
            int last = offset + length - lower.length;
            for (int i = offset; i <= last; i++) {
                if (lowerCase(buffer[i]) == lower[0] && matchesAt(buffer, i, offset + length)) {
                    return true;
                }
            }
            return false;
        }

        private boolean matchesAt(byte[] buffer, int start, int end) {
            int at = start;
            int wanted = 0;
            while (at < end && wanted < lower.length) {
                if (buffer[at] >= 0 && lower[wanted] >= 0) {
                    if (lowerCase(buffer[at]) != lower[wanted]) {
                        return false;
                    }
                    at++;
                    wanted++;
                } else {
                    int length = sequenceLength(buffer[at]);
                    int wantedLength = sequenceLength(lower[wanted]);
                    if (at + length > end
                            || lowerCodePoint(buffer, at, length) != lowerCodePoint(lower, wanted, wantedLength)) {
                        return false;
                    }
                    at += length;
                    wanted += wantedLength;
                }
            }
            return wanted >= lower.length;
        }

        private static int lowerCase(byte b) {
            return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
        }

        private static int sequenceLength(byte first) {
            int b = first & 0xff;
            return b < 0xc0 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
        }

        private static int lowerCodePoint(byte[] bytes, int at, int length) {
            int kept = Math.min(length, bytes.length - at);
            return Character.toLowerCase(new String(bytes, at, kept, StandardCharsets.UTF_8).codePointAt(0));
        }
    }
}
