package io.tocsin.rule;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes PromQL where LogQL is wanted: the most common mistake of people who know the one and meet the other. */
final class PrometheusQueries {

    /** Text in quotes has no names. */
    private static final Pattern QUOTED = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|`[^`]*`|'(?:\\\\.|[^'\\\\])*'");

    private static final Pattern IN_BRACES = Pattern.compile("\\{[^}]*}?");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[[^]]*]?");
    private static final Pattern LABEL_LISTS = Pattern.compile(
            "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("(?<![\\w.:])[a-zA-Z_:][\\w:]*(?!\\s*\\()(?![\\w:])");

    /** Words of both languages that are no names. */
    private static final Set<String> WORDS = Set.of(
            "and", "or", "unless", "bool", "offset", "inf", "nan", "start", "end", "by", "without", "on", "ignoring");

    private PrometheusQueries() {}

    /** The first metric that a query names; empty when it names none, or has what only LogQL has. */
    static Optional<String> metricIn(String query) {
        String text = QUOTED.matcher(query).replaceAll("\"\"");
        if (text.contains("|")) {
            return Optional.empty();
        }
        for (Pattern part : new Pattern[] {IN_BRACES, IN_BRACKETS, LABEL_LISTS}) {
            text = part.matcher(text).replaceAll(" ");
        }
        Matcher names = NAME.matcher(text);
        while (names.find()) {
            if (!WORDS.contains(names.group().toLowerCase(Locale.ROOT))) {
                return Optional.of(names.group());
            }
        }
        return Optional.empty();
    }

    /** What to do about it. */
    static String hint(String metric) {
        return "; \"" + metric
                + "\" is a metric of Prometheus, and this data source is a Loki, which has log lines: count"
                + " those of a stream, as in sum(count_over_time({job=\"app\"} |= \"ERROR\" [5m])), or let the group ask a"
                + " Prometheus with datasource:";
    }
}
