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
