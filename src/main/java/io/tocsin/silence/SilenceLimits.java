package io.tocsin.silence;

import com.google.re2j.PatternSyntaxException;
import io.tocsin.label.LabelMatcher;
import io.tocsin.regex.RegexBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a silence may be.
 *
 * @param maxDuration the longest time a silence may last from now; zero: no limit
 * @param commentRequired whether a comment must be given
 * @param maxMatchers the most matchers of one silence
 * @param maxTextLength the longest comment, author, label name or value
 */
public record SilenceLimits(Duration maxDuration, boolean commentRequired, int maxMatchers, int maxTextLength) {

    public static final SilenceLimits DEFAULT = new SilenceLimits(Duration.ofDays(90), true, 50, 2_000);

    /** Everything that is wrong with a draft, as sentences for its author; empty when it is good. */
    public List<String> problems(SilenceDraft draft, Instant at) {
        List<String> problems = new ArrayList<>();
        addMatcherProblems(draft.matchers(), problems);
        addTimeProblems(draft, at, problems);
        if (draft.author().isBlank()) {
            problems.add("the author is missing");
        }
        if (commentRequired && draft.comment().isBlank()) {
            problems.add("a comment is required: say why this is silenced");
        }
        if ((draft.author() + draft.comment()).indexOf(0) >= 0) {
            problems.add("author and comment must not contain the character U+0000");
        }
        if (draft.author().length() > maxTextLength || draft.comment().length() > maxTextLength) {
            problems.add("author and comment may have " + maxTextLength + " characters at most");
        }
        return problems;
    }

    private void addMatcherProblems(List<LabelMatcher> matchers, List<String> problems) {
        if (matchers.isEmpty()) {
            problems.add("at least one matcher is needed");
        } else if (matchers.stream().allMatch(matcher -> matcher.matchesValue(""))) {
            problems.add("at least one matcher must not match an empty label; this would silence everything");
        }
        if (matchers.size() > maxMatchers) {
            problems.add("a silence may have " + maxMatchers + " matchers at most");
        }
        addRegexProblem(matchers, problems);
        for (LabelMatcher matcher : matchers) {
            if (matcher.name().isEmpty()) {
                problems.add("a label name must not be empty");
            }
            if (matcher.name().length() > maxTextLength || matcher.value().length() > maxTextLength) {
                problems.add("label names and values may have " + maxTextLength + " characters at most");
            }
        }
    }

    private static void addRegexProblem(List<LabelMatcher> matchers, List<String> problems) {
        RegexBudget budget = new RegexBudget();
        try {
            matchers.stream()
                    .filter(matcher -> matcher.type().isRegex())
                    .forEach(matcher -> budget.take(matcher.value()));
        } catch (PatternSyntaxException e) {
            problems.add(e.getMessage());
        }
    }

    private void addTimeProblems(SilenceDraft draft, Instant at, List<String> problems) {
        if (!draft.startsAt().isBefore(draft.endsAt())) {
            problems.add("the end must be after the start");
        } else if (!draft.endsAt().isAfter(at)) {
            problems.add("the end must not be in the past");
        } else if (!maxDuration.isZero() && isTooLong(draft, at)) {
            problems.add("a silence may last " + maxDuration.toHours() + " hours at most");
        }
    }

    private boolean isTooLong(SilenceDraft draft, Instant at) {
        Instant start = draft.startsAt().isBefore(at) ? at : draft.startsAt();
        return Duration.between(start, draft.endsAt()).compareTo(maxDuration) > 0;
    }
}
