package io.tocsin.logql;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Checks the argument of {@code | regexp}. */
final class RegexpParserCheck {

    /** Finds the names of groups; an escaped parenthesis opens none. */
    private static final Pattern GROUP_NAME = Pattern.compile("\\\\.|\\(\\?P?<([A-Za-z0-9_]+)>", Pattern.DOTALL);

    private RegexpParserCheck() {}

    /** What Loki says about the regex, or nothing if it has a group with a name and each name once. */
    static Optional<String> problemOf(String regex) {
        Set<String> names = new HashSet<>();
        Optional<String> duplicate = GROUP_NAME
                .matcher(regex)
                .results()
                .map(RegexpParserCheck::name)
                .filter(name -> !name.isEmpty() && !names.add(name))
                .findFirst();
        // RE2/J refuses a repeated name itself, where Go leaves that to Loki.
        Optional<String> invalid = GoRegex.problemOf(duplicate.isPresent() ? withoutNames(regex) : regex);
        if (invalid.isPresent()) {
            return invalid;
        }
        if (duplicate.isPresent()) {
            return Optional.of("duplicate extracted label name '" + duplicate.get() + "'");
        }
        return names.isEmpty() ? Optional.of("at least one named capture must be supplied") : Optional.empty();
    }

    private static String withoutNames(String regex) {
        return GROUP_NAME.matcher(regex).replaceAll(match -> {
            String replacement = name(match).isEmpty() ? match.group() : "(";
            return java.util.regex.Matcher.quoteReplacement(replacement);
        });
    }

    private static String name(MatchResult match) {
        return match.group(1) == null ? "" : match.group(1);
    }
}
