package io.tocsin.api.tocsin;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.rule.lint.LintFinding;
import io.tocsin.web.rules.RecordingViews;
import io.tocsin.web.rules.RuleInstances;
import io.tocsin.web.rules.RuleRows;
import io.tocsin.web.rules.RuleView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is answered of rules. */
final class RuleJson {

    private RuleJson() {}

    /** A rule in a list. */
    record RuleInList(
            String id,
            String file,
            String group,
            String name,
            String expression,
            boolean paused,
            String state,
            RuleStanding standing) {

        static RuleInList of(RuleRows.Row row) {
            return of(row.group().key().file(), row.group().key().group(), row.rule());
        }

        static RuleInList of(String file, String group, RuleView rule) {
            return new RuleInList(
                    rule.path().substring(rule.path().lastIndexOf('/') + 1),
                    file,
                    group,
                    rule.name(),
                    rule.expression(),
                    rule.isPaused(),
                    lower(rule.state()),
                    new RuleStanding(
                            lower(rule.evaluated().health().name()),
                            rule.evaluated().error(),
                            rule.active(),
                            rule.evaluated().slot(),
                            rule.evaluated().durationMillis(),
                            rule.evaluated().next(),
                            rule.evaluated().lag()));
        }
    }

    /**
     * How the newest evaluation went.
     *
     * @param active how many label sets are active
     * @param lag how far it is behind; empty when it is not
     */
    record RuleStanding(
            String health,
            String error,
            int active,
            @Nullable Instant lastEvaluation,
            long durationMillis,
            @Nullable Instant nextEvaluation,
            String lag) {}

    /** A rule with what its file says of it, where its alerts go, and what is to be said against it. */
    record RuleWhole(
            RuleInList rule,
            RuleDefinition definition,
            List<WayAnswer> ways,
            List<RemarkAnswer> findings,
            List<RemarkAnswer> problems) {}

    /** What a rule's file says. */
    record RuleDefinition(
            String condition,
            RuleTimes times,
            String noData,
            String onError,
            String dataSource,
            List<String> contactPoints,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    /** Durations as rule files write them. */
    record RuleTimes(String interval, String queryOffset, String holdDuration, String keepFiringFor) {}

    record WayAnswer(String contactPoint, String policy, String groupWait, String repeatInterval) {

        static WayAnswer of(RuleInstances.RuleWay way) {
            return new WayAnswer(way.receiver(), way.policy(), way.firstAfter(), way.repeat());
        }
    }

    /** @param severity {@code error}, {@code warning} or {@code hint} */
    record RemarkAnswer(String severity, String code, String file, int line, int column, String text) {

        static RemarkAnswer of(LintFinding finding) {
            return new RemarkAnswer(
                    lower(finding.severity().name()),
                    finding.code().toString(),
                    finding.rule().group().file(),
                    finding.line(),
                    finding.column(),
                    finding.text());
        }

        static RemarkAnswer problem(String file, int line, int column, String text) {
            return new RemarkAnswer("error", "problem", file, line, column, text);
        }

        static RemarkAnswer warning(String file, int line, int column, String text) {
            return new RemarkAnswer("warning", "ignored", file, line, column, text);
        }
    }

    /** @param firedAt null while it is pending */
    record InstanceAnswer(
            String state,
            Map<String, String> labels,
            double value,
            Instant activeAt,
            @Nullable Instant firedAt,
            Map<String, String> annotations) {

        static InstanceAnswer of(AlertInstance instance) {
            return new InstanceAnswer(
                    lower(instance.state().name()),
                    instance.labels().asMap(),
                    instance.value(),
                    instance.activeAt(),
                    instance.firedAt(),
                    instance.annotations());
        }
    }

    /** @param highestValue null when the answer was empty */
    record EvaluationAnswer(
            Instant slot,
            String health,
            String error,
            long durationMillis,
            int series,
            int active,
            @Nullable Double highestValue,
            long bytesRead) {

        static EvaluationAnswer of(EvaluationRecord entry) {
            return new EvaluationAnswer(
                    entry.result().slot(),
                    lower(entry.result().health().name()),
                    entry.result().error(),
                    entry.result().duration().toMillis(),
                    entry.result().series(),
                    entry.active(),
                    entry.highestValue(),
                    entry.bytesRead());
        }
    }

    record TransitionAnswer(
            Instant slot,
            String from,
            String to,
            double value,
            String reason,
            boolean late,
            Map<String, String> labels) {

        static TransitionAnswer of(TransitionRecord entry) {
            return new TransitionAnswer(
                    entry.slot(),
                    lower(entry.from()),
                    lower(entry.to()),
                    entry.value(),
                    lower(entry.reason()),
                    entry.isLate(),
                    entry.labels().asMap());
        }
    }

    record RecordingAnswer(
            String file,
            String group,
            String name,
            String expression,
            Map<String, String> labels,
            int series,
            @Nullable Instant lastEvaluation,
            String error) {

        static RecordingAnswer of(RecordingViews.RecordingView view) {
            return new RecordingAnswer(
                    view.file(),
                    view.group(),
                    view.name(),
                    view.expression(),
                    view.labels(),
                    view.series(),
                    view.lastEvaluation(),
                    view.error());
        }
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
