package io.tocsin.api.alertmanager;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.label.MatcherSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The {@code filter} and {@code receiver} of a request. */
record LabelFilters(List<LabelMatcher> matchers) {

    static LabelFilters of(@Nullable List<String> texts) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            try {
                matchers.addAll(MatcherParser.parseAll(text));
            } catch (MatcherSyntaxException e) {
                throw AlertmanagerException.of(
                        HttpStatus.BAD_REQUEST, "bad matcher format: " + text + ": " + e.getMessage());
            }
        }
        return new LabelFilters(List.copyOf(matchers));
    }

    /** As Alertmanager compares: a matcher for the empty value asks whether there is such a label. */
    boolean accepts(Map<String, String> labels) {
        return matchers.stream().allMatch(matcher -> {
            String value = labels.get(matcher.name());
            boolean isThere = value != null;
            boolean isNegative = matcher.type().isNegative();
            boolean isDecided = matcher.value().isEmpty() && isNegative == isThere;
            return isDecided || matcher.matchesValue(value == null ? "" : value);
        });
    }

    /** Accepts names of receivers; a regular expression that must match the whole name, null: all. */
    static Predicate<String> receivers(@Nullable String expression) {
        if (expression == null || expression.isEmpty()) {
            return name -> true;
        }
        try {
            Pattern pattern = Pattern.compile("^(?:" + expression + ")$");
            return name -> pattern.matches(name);
        } catch (PatternSyntaxException e) {
            throw AlertmanagerException.of(
                    HttpStatus.BAD_REQUEST, "failed to parse receiver param: " + expression + ": " + e.getMessage());
        }
    }
}
