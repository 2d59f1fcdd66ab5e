package io.tocsin.rule.lint;

import io.tocsin.rule.AlertRule;
import java.util.List;

/** What people need to find in an alert. */
final class TextChecks {

    private static final List<String> SUMMARIES = List.of("summary", "description", "message", "title");

    private TextChecks() {}

    static void inspect(LintedRule linted) {
        AlertRule rule = linted.rule();
        if (!rule.labels().containsKey("severity")) {
            linted.report(
                    LintCode.NO_SEVERITY,
                    "alert",
                    "the rule has no label \"severity\"; mentions, routes and colours go by it.",
                    "add labels: {severity: critical}, or warning or info.");
        }
        if (SUMMARIES.stream().noneMatch(rule.annotations()::containsKey)) {
            linted.report(
                    LintCode.NO_SUMMARY,
                    "alert",
                    "the rule has no annotation \"summary\"; the message shows its name only.",
                    "add annotations: {summary: …} that says what happened and to whom it matters.");
        }
    }
}
