package io.tocsin.logql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Checks regular expressions and says in Go's words what is wrong with them. */
final class GoRegex {

    private GoRegex() {}

    /** Go's error for a regex, or nothing if it is valid RE2. */
    static Optional<String> problemOf(String regex) {
        if (isPlain(regex)) {
            return Optional.empty();
        }
        Optional<String> tooLarge = RegexSize.problemOf(regex);
        if (tooLarge.isPresent()) {
            return tooLarge;
        }
        try {
            Pattern.compile(RegexGroupNames.withoutRepeated(regex));
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(describe(regex, e));
        }
    }

    private static boolean isPlain(String regex) {
        for (int i = 0; i < regex.length(); i++) {
            if ("()[]{}*+?\\".indexOf(regex.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static String describe(String regex, PatternSyntaxException e) {
        // RE2/J's words for a parenthesis that closes nothing.
        if (e.getDescription().endsWith("internal error") || e.getDescription().contains("unexpected )")) {
            return "error parsing regexp: unexpected ): `" + regex + "`";
        }
        return "error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`";
    }
}
