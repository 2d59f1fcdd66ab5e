package io.tocsin.logql.engine.pipeline;

import com.google.re2j.Pattern;
import io.tocsin.logql.engine.text.GoRegex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.chars().anyMatch(c -> c >= 0x80)) {
            return (buffer, offset, length) -> new String(buffer, offset, length, StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT)
                    .contains(lower);
        }
        byte[] wanted = lower.getBytes(StandardCharsets.US_ASCII);
        return (buffer, offset, length) -> {
            for (int i = offset; i <= offset + length - wanted.length; i++) {
                if (matchesIgnoringCase(buffer, i, wanted)) {
                    return true;
                }
            }
            return false;
        };
    }

    static LineFilter equalIgnoringCase(String text) {
        LineFilter contains = containsIgnoringCase(text);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        return (buffer, offset, length) -> length == size && contains.accepts(buffer, offset, length);
    }

    private static boolean matchesIgnoringCase(byte[] buffer, int start, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            int b = buffer[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != lower[i]) {
                return false;
            }
        }
        return true;
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

    static LineFilter allOf(List<LineFilter> filters) {
        if (filters.size() == 1) {
            return filters.get(0);
        }
        LineFilter[] all = filters.toArray(LineFilter[]::new);
        return (buffer, offset, length) -> {
            for (LineFilter filter : all) {
                if (!filter.accepts(buffer, offset, length)) {
                    return false;
                }
            }
            return true;
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
}
