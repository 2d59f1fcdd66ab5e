package io.tocsin.web.drafts;

import io.tocsin.rule.lint.LintFinding;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is to be said of a draft.
 *
 * @param problem the last part of a message's key when it could not be looked at; empty otherwise
 * @param trials what the changed rules say now; when nothing was changed, what all say
 * @param hiddenTrials how many rules were left out
 * @param diff the lines of the change to be committed; empty when there is none
 */
public record DraftReport(
        String problem,
        List<DraftRemark> problems,
        List<DraftRemark> warnings,
        List<LintFinding> findings,
        List<RuleTrialView> trials,
        int hiddenTrials,
        List<DiffLine> diff) {

    static DraftReport unusable(String problem) {
        return new DraftReport(problem, List.of(), List.of(), List.of(), List.of(), 0, List.of());
    }

    public boolean isValid() {
        return problem.isEmpty() && problems.isEmpty();
    }

    /**
     * One problem with its place.
     *
     * @param source the line as it was typed
     * @param caret points at the column below it
     */
    public record DraftRemark(String text, int line, int column, String source, String caret) {}

    /** @param kind {@code added}, {@code removed}, {@code place} or empty */
    public record DiffLine(String text, String kind) {

        static DiffLine of(String line) {
            String kind = "";
            if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("@@")) {
                kind = "place";
            } else if (line.startsWith("+")) {
                kind = "added";
            } else if (line.startsWith("-")) {
                kind = "removed";
            }
            return new DiffLine(line, kind);
        }
    }

    /** One rule, evaluated now. */
    public record RuleTrialView(
            String name,
            String group,
            String error,
            FirstOf<ValueView> values,
            FirstOf<ActiveView> active,
            long durationMillis,
            String bytes,
            String hold) {}

    /** As many as a page can show of so many. */
    public record FirstOf<T>(List<T> shown, int count) {

        static <S, T> FirstOf<T> of(List<S> all, int most, Function<S, T> view) {
            return new FirstOf<>(all.stream().limit(most).map(view).toList(), all.size());
        }
    }

    /** One series. */
    public record ValueView(Map<String, String> labels, String value, boolean isActive) {}

    /** One alert as people would see it. */
    public record ActiveView(Map<String, String> labels, String state, String summary, String description) {}
}
