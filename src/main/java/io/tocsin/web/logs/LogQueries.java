package io.tocsin.web.logs;

import io.tocsin.label.LabelMatcher;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.text.go.Quoting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Queries for log lines made from others: by a click on a label or a word, or of a word that somebody typed. */
final class LogQueries {

    private static final String CASELESS = "(?i)";

    private LogQueries() {}

    /** What somebody means who types a word where a query belongs: lines that hold it, in any case. */
    static String ofWords(String words, String label) {
        return "{" + (label.isEmpty() ? "job" : label) + "=~\".+\"} |~ "
                + Quoting.quote(CASELESS + com.google.re2j.Pattern.quote(words.strip()));
    }

    /** The same with only the streams that have the label's value; what it asked of the label before is replaced. */
    static String withLabel(LogSelectorExpr query, String name, String value) {
        List<LabelMatcher> matchers = new ArrayList<>(query.matchers().stream()
                .filter(matcher -> !matcher.name().equals(name))
                .toList());
        matchers.add(LabelMatcher.equal(name, value));
        return new LogSelectorExpr(matchers, query.stages(), query.position()).toString();
    }

    /** The same with only the lines from which the pipeline has read this. */
    static String withReadLabel(LogSelectorExpr query, String name, String value) {
        return query + " | " + name + "=" + Quoting.quote(value);
    }

    static String withWord(LogSelectorExpr query, String word, boolean isWanted) {
        return query + (isWanted ? " |= " : " != ") + Quoting.quote(word);
    }

    /** Exactly the stream of a line. */
    static String stream(Map<String, String> labels, Set<String> ofStreams) {
        List<String> matchers = labels.entrySet().stream()
                .filter(label -> ofStreams.contains(label.getKey()))
                .map(label -> label.getKey() + "=" + Quoting.quote(label.getValue()))
                .toList();
        return "{" + String.join(", ", matchers) + "}";
    }

    /** How many lines there are in each step. */
    static String counted(LogSelectorExpr query, Duration step) {
        return "sum(count_over_time(" + query + " [" + step.toSeconds() + "s]))";
    }

    /** How many lines each value of a label has. */
    static String countedBy(String label, String query, Duration window) {
        return "sum by (" + label + ") (count_over_time(" + query + " [" + Math.max(1, window.toSeconds()) + "s]))";
    }
}
