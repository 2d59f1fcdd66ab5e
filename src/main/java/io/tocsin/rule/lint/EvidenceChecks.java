package io.tocsin.rule.lint;

import io.tocsin.rule.AlertRule;
import io.tocsin.rule.EvidenceSettings;

/** Lines around the matching one that no message will ever show. */
final class EvidenceChecks {

    private EvidenceChecks() {}

    static void inspect(LintedRule linted) {
        AlertRule rule = linted.rule();
        EvidenceSettings evidence = rule.evidence();
        if (evidence.lines() == 0 && evidence.before() + evidence.after() > 0) {
            linted.report(
                    LintCode.CONTEXT_NOT_SHOWN,
                    evidence.before() > 0 ? "evidence.before" : "evidence.after",
                    "lines: 0 shows no lines, so none around the matching one either.",
                    "remove lines: 0, or before and after.");
        } else if (rule.watches().isPresent() && evidence.after() > 0) {
            linted.report(
                    LintCode.CONTEXT_NOT_SHOWN,
                    "evidence.after",
                    "the rule tells of the last line before a silence; there is none after it.",
                    "remove after; before shows the lines that led to the silence.");
        }
    }
}
