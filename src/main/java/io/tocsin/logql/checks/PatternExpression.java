package io.tocsin.logql.checks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the pattern language of {@code | pattern}, {@code |>} and {@code !>}: literals and {@code <captures>}. */
public final class PatternExpression {

    private static final Pattern CAPTURE = Pattern.compile("<[A-Za-z_][A-Za-z0-9_]*>");
    private static final String UNNAMED = "<_>";

    private PatternExpression() {}

    /** Why {@code | pattern} refuses a pattern. */
    public static Optional<String> parserProblemOf(String pattern) {
        if (pattern.isEmpty()) {
            return Optional.of(
                    "parse error at line 1, col 1: syntax error: unexpected $end, expecting IDENTIFIER or LITERAL");
        }
        List<String> named = captures(pattern).stream()
                .filter(capture -> !capture.equals(UNNAMED))
                .toList();
        if (named.isEmpty()) {
            return Optional.of("at least one capture is required");
        }
        return consecutiveProblemOf(pattern).or(() -> duplicateProblemOf(named));
    }

    /** Why {@code |>} refuses a pattern. */
    static Optional<String> lineFilterProblemOf(String pattern) {
        return consecutiveProblemOf(pattern)
                .or(() -> captures(pattern).stream()
                        .filter(capture -> !capture.equals(UNNAMED))
                        .findFirst()
                        .map(capture -> "named captures are not allowed: found '" + capture + "'"));
    }

    private static Optional<String> consecutiveProblemOf(String pattern) {
        Matcher matcher = CAPTURE.matcher(pattern);
        int lastEnd = -1;
        String last = "";
        while (matcher.find()) {
            if (matcher.start() == lastEnd) {
                return Optional.of("found consecutive capture '" + last + matcher.group() + "': invalid expression");
            }
            last = matcher.group();
            lastEnd = matcher.end();
        }
        return Optional.empty();
    }

    private static Optional<String> duplicateProblemOf(List<String> named) {
        Set<String> seen = new HashSet<>();
        return named.stream()
                .filter(capture -> !seen.add(capture))
                .findFirst()
                .map(capture -> "duplicate capture name (" + capture.substring(1, capture.length() - 1)
                        + "): invalid expression");
    }

    private static List<String> captures(String pattern) {
        List<String> captures = new ArrayList<>();
        Matcher matcher = CAPTURE.matcher(pattern);
        while (matcher.find()) {
            captures.add(matcher.group());
        }
        return captures;
    }
}
