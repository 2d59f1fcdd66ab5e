package io.tocsin.rule.lint;

import io.tocsin.rule.Absence;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;

/** Rules that watch for the absence of lines. */
final class AbsenceChecks {

    private AbsenceChecks() {}

    static void inspect(LintedRule linted) {
        linted.rule().watches().ifPresent(absence -> {
            checkSelector(linted, absence);
            checkHold(linted, absence);
        });
    }

    private static void checkSelector(LintedRule linted, Absence absence) {
        if (!linted.isWritten("absent.selector")) {
            linted.report(
                    LintCode.ABSENT_WITHOUT_SELECTOR,
                    "absent.by",
                    "without a selector every stream with the label " + String.join(", ", absence.by())
                            + " is watched: " + absence.selector() + ". Loki reads all lines of the last "
                            + PrometheusDuration.format(linted.group().interval()) + " for it, again and again.",
                    "select a stream that every entity has, for example selector: '{job=\"heartbeat\", "
                            + absence.by().get(0) + "=~\".+\"}'.");
        }
    }

    private static void checkHold(LintedRule linted, Absence absence) {
        Duration hold = linted.rule().holdDuration();
        if (!hold.isZero()) {
            linted.report(
                    LintCode.ABSENT_WITH_FOR,
                    "for",
                    "\"for\" begins when missing_for is over: the alert fires "
                            + PrometheusDuration.format(hold.plus(absence.missingFor())) + " after the last line.",
                    "write missing_for: " + PrometheusDuration.format(hold.plus(absence.missingFor()))
                            + " and remove \"for\".");
        }
    }
}
