package io.tocsin.evidence;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.regex.BoundedRegex;
import java.util.List;

/**
 * A kind of secret and what stands in its place.
 *
 * @param pattern RE2, so that no line can make it slow
 * @param replacement may refer to groups as {@code $1}
 * @param needles in lower case; a line without any of them is not searched; empty: each line is
 */
public record RedactionRule(String name, Pattern pattern, String replacement, List<String> needles) {

    public RedactionRule {
        needles = List.copyOf(needles);
    }

    /**
     * A rule that replaces whatever the pattern matches by {@code ***}.
     *
     * @throws PatternSyntaxException if the pattern is not valid RE2, or too large
     */
    public static RedactionRule of(String name, String pattern) {
        return new RedactionRule(name, BoundedRegex.compile(pattern), "***", List.of());
    }

    String apply(String text, String lowerCase) {
        if (!needles.isEmpty() && needles.stream().noneMatch(lowerCase::contains)) {
            return text;
        }
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.replaceAll(replacement) : text;
    }
}
