package io.tocsin.logql.checks;

import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoRegex;
import java.util.Optional;

/** Checks the regular expressions of a query. */
public final class RegexSyntax {

    private RegexSyntax() {}

    /** Go's error for a regex, or nothing if it is valid RE2. */
    public static Optional<String> problemOf(String regex) {
        if (isPlain(regex)) {
            return Optional.empty();
        }
        try {
            GoRegex.compilePattern(RegexGroupNames.withoutRepeated(regex), 0);
            return Optional.empty();
        } catch (ConversionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
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
}
