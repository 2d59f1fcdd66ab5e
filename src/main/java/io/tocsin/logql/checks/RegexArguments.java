package io.tocsin.logql.checks;

import io.tocsin.regex.GoRegex;
import io.tocsin.text.go.ConversionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the regular expressions of a query. */
public final class RegexArguments {

    /** An escaped parenthesis opens no group. */
    private static final Pattern NAMED_GROUP = Pattern.compile("\\\\.|\\(\\?P?<([A-Za-z0-9_]+)>", Pattern.DOTALL);

    private RegexArguments() {}

    /** Go's error for a regex, or nothing if it is valid RE2. */
    public static Optional<String> problemOf(String regex) {
        if (isPlain(regex)) {
            return Optional.empty();
        }
        try {
            GoRegex.compilePattern(withoutRepeatedNames(regex), 0);
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

    /** What Loki says about the argument of {@code | regexp}, or nothing if it has named groups, each name once. */
    public static Optional<String> parserProblemOf(String regex) {
        Optional<String> invalid = problemOf(regex);
        if (invalid.isPresent()) {
            return invalid;
        }
        List<String> names = groupNames(regex);
        if (names.isEmpty()) {
            return Optional.of("at least one named capture must be supplied");
        }
        Set<String> seen = new HashSet<>();
        return names.stream()
                .filter(name -> !seen.add(name))
                .findFirst()
                .map(name -> "duplicate extracted label name '" + name + "'");
    }

    /** The regex, with groups that have no names if a name is there twice, which Go allows and RE2/J does not. */
    public static String withoutRepeatedNames(String regex) {
        if (regex.indexOf('<') < 0) {
            return regex;
        }
        List<String> names = groupNames(regex);
        return new HashSet<>(names).size() == names.size()
                ? regex
                : NAMED_GROUP.matcher(regex).replaceAll(RegexArguments::unnamed);
    }

    private static String unnamed(MatchResult match) {
        return Matcher.quoteReplacement(match.group(1) == null ? match.group() : "(");
    }

    private static List<String> groupNames(String regex) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAMED_GROUP.matcher(regex);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
