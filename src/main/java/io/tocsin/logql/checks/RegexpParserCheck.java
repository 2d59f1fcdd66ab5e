package io.tocsin.logql.checks;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the argument of {@code | regexp}. */
public final class RegexpParserCheck {

    private RegexpParserCheck() {}

    /** What Loki says about the regex, or nothing if it has a group with a name and each name once. */
    public static Optional<String> problemOf(String regex) {
        Optional<String> invalid = RegexSyntax.problemOf(regex);
        if (invalid.isPresent()) {
            return invalid;
        }
        List<String> names = RegexGroupNames.of(regex);
        if (names.isEmpty()) {
            return Optional.of("at least one named capture must be supplied");
        }
        Set<String> seen = new HashSet<>();
        return names.stream()
                .filter(name -> !seen.add(name))
                .findFirst()
                .map(name -> "duplicate extracted label name '" + name + "'");
    }
}
