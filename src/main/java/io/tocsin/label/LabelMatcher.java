package io.tocsin.label;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.regex.BoundedRegex;
import io.tocsin.regex.RegexBudget;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One condition on one label. A label that is absent counts as the empty string, as in Prometheus. Regular expressions
 * are RE2, anchored at both ends, and {@code .} matches a newline (Prometheus compiles {@code ^(?s:…)$}).
 */
public final class LabelMatcher {

    private static final Pattern NOTHING = Pattern.compile("[^\\x00-\\x{10FFFF}]");

    private final String name;
    private final MatchType type;
    private final String value;
    private final @Nullable Pattern pattern;

    private LabelMatcher(String name, MatchType type, String value, Pattern pattern) {
        this.name = name;
        this.type = type;
        this.value = value;
        this.pattern = pattern;
    }

    /**
     * A matcher that was stored before its expression became too large: it says what it was, and accepts nothing, whether
     * it is negative or not.
     */
    public static LabelMatcher refused(String name, MatchType type, String value) {
        return new LabelMatcher(name, type, value, NOTHING);
    }

    /** @throws PatternSyntaxException if the type is a regex and the value is not valid RE2, or too large */
    public LabelMatcher(String name, MatchType type, String value) {
        this.name = name;
        this.type = type;
        this.value = value;
        this.pattern = type.isRegex() ? BoundedRegex.compile("^(?s:" + value + ")$") : null;
    }

    public static LabelMatcher equal(String name, String value) {
        return new LabelMatcher(name, MatchType.EQUAL, value);
    }

    public String name() {
        return name;
    }

    public MatchType type() {
        return type;
    }

    public String value() {
        return value;
    }

    public boolean matches(Labels labels) {
        return matchesValue(labels.get(name));
    }

    /** Whether the matcher accepts this value; pass the empty string for an absent label. */
    public boolean matchesValue(String candidate) {
        if (pattern == NOTHING) {
            return false;
        }
        boolean hit = pattern == null ? value.equals(candidate) : pattern.matches(candidate);
        return hit != type.isNegative();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMatcher that
                && name.equals(that.name)
                && type == that.type
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, value);
    }

    /**
     * A matcher among others.
     *
     * @param budget what the regular expressions of all of them may take
     * @throws PatternSyntaxException if the value is no regular expression, or too large with those before it
     */
    public static LabelMatcher of(String name, MatchType type, String value, RegexBudget budget) {
        if (type.isRegex()) {
            budget.take(value);
        }
        return new LabelMatcher(name, type, value);
    }

    /** The matcher as Alertmanager and LogQL write it, for example {@code job="ocr"}. */
    @Override
    public String toString() {
        return name + type.operator() + Labels.quote(value);
    }
}
