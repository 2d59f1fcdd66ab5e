package io.tocsin.label;

import com.google.re2j.PatternSyntaxException;
import io.tocsin.regex.RegexBudget;
import io.tocsin.text.Shortened;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.Quoting;
import io.tocsin.text.go.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads matchers as Alertmanager does, for example <code>{team="data", host=~"web.*"}</code> or {@code team=data}. Names
 * and values may be quoted and hold any character; what only the older syntax allows (unquoted values with spaces,
 * escapes that Go does not know) is read as that syntax reads it.
 */
public final class MatcherParser {

    private static final int MAX_SHOWN = 200;
    private static final String RESERVED = "{}!=~,\\\"'`";

    private final String text;
    private final RegexBudget budget;
    private int position;

    private MatcherParser(String text, RegexBudget budget) {
        this.text = text;
        this.budget = budget;
    }

    /**
     * The matchers of a text with any number of them, with or without braces.
     *
     * @throws MatcherSyntaxException if the text is no list of matchers, or a regular expression is not valid or too large
     */
    public static List<LabelMatcher> parseAll(String text) {
        return parseAll(text, new RegexBudget());
    }

    /**
     * The same, for a list that is read in several parts.
     *
     * @param budget what the regular expressions of all parts may take
     * @throws MatcherSyntaxException if the text is no list of matchers, or a regular expression is not valid or too large
     */
    public static List<LabelMatcher> parseAll(String text, RegexBudget budget) {
        RegexBudget before = budget.copy();
        try {
            return new MatcherParser(text, budget).all();
        } catch (MatcherSyntaxException problem) {
            try {
                return ClassicMatchers.parseAll(text, before);
            } catch (MatcherSyntaxException classic) {
                throw problem;
            }
        }
    }

    private List<LabelMatcher> all() {
        List<LabelMatcher> matchers = new ArrayList<>();
        skipSpace();
        boolean braced = accept('{');
        skipSpace();
        while (!atEnd() && !(braced && peek() == '}')) {
            matchers.add(matcher());
            skipSpace();
            if (!accept(',')) {
                break;
            }
            skipSpace();
        }
        if (braced && !accept('}')) {
            throw problem("expected \",\" or \"}\"");
        }
        skipSpace();
        if (!atEnd()) {
            throw problem(braced ? "expected the end of the matchers" : "expected \",\"");
        }
        return matchers;
    }

    private LabelMatcher matcher() {
        int start = position;
        String name = token("a label name");
        if (name.isEmpty()) {
            position = start;
            throw problem("a label name must not be empty");
        }
        skipSpace();
        MatchType type = operator();
        skipSpace();
        int valueStart = position;
        return create(name, type, token("a value"), valueStart, budget);
    }

    static LabelMatcher create(String name, MatchType type, String value, int offset, RegexBudget budget) {
        try {
            return LabelMatcher.of(name, type, value, budget);
        } catch (PatternSyntaxException e) {
            String shown = Shortened.of(value, MAX_SHOWN);
            throw new MatcherSyntaxException("\"" + shown + "\" is no regular expression: " + e.getMessage(), offset);
        }
    }

    private MatchType operator() {
        for (MatchType type : List.of(MatchType.REGEX, MatchType.NOT_REGEX, MatchType.NOT_EQUAL, MatchType.EQUAL)) {
            if (text.startsWith(type.operator(), position)) {
                position += type.operator().length();
                return type;
            }
        }
        throw problem("expected one of = != =~ !~");
    }

    private String token(String what) {
        if (!atEnd() && peek() == '"') {
            return quoted();
        }
        int start = position;
        while (!atEnd() && !Character.isWhitespace(peek()) && RESERVED.indexOf(peek()) < 0) {
            position++;
        }
        if (position == start) {
            throw problem("expected " + what);
        }
        return text.substring(start, position);
    }

    private String quoted() {
        int start = position++;
        while (!atEnd() && peek() != '"') {
            position += peek() == '\\' ? 2 : 1;
        }
        if (atEnd()) {
            position = start;
            throw problem("the quote is not closed");
        }
        position++;
        try {
            byte[] value = Quoting.unquoteBytes(text.substring(start, position));
            if (Utf8.isValid(value)) {
                return new String(value, StandardCharsets.UTF_8);
            }
            throw new MatcherSyntaxException("the escaped bytes are not valid UTF-8", start);
        } catch (ConversionException e) {
            throw new MatcherSyntaxException("the quotes hold an unknown or unfinished escape", start);
        }
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            position++;
        }
    }

    private boolean accept(char c) {
        if (!atEnd() && peek() == c) {
            position++;
            return true;
        }
        return false;
    }

    private char peek() {
        return text.charAt(position);
    }

    private boolean atEnd() {
        return position >= text.length();
    }

    private MatcherSyntaxException problem(String message) {
        String found =
                atEnd() ? "the end" : "\"" + text.substring(position, Math.min(text.length(), position + 20)) + "\"";
        return new MatcherSyntaxException(message + " at " + found, Math.min(position, text.length()));
    }
}
