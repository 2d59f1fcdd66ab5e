package io.tocsin.rule.lint;

import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.window.Slicing;
import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.util.Optional;

/** Ranges against the group's interval and the rule's {@code for}. */
final class RangeChecks {

    private RangeChecks() {}

    static void inspect(LintedRule linted) {
        Duration hold = linted.rule().holdDuration();
        Duration interval = linted.group().interval();
        if (!hold.isZero() && hold.compareTo(interval) < 0) {
            linted.report(
                    LintCode.FOR_BELOW_INTERVAL,
                    "for",
                    "the group is evaluated every " + text(interval) + ", so \"for: " + text(hold)
                            + "\" waits for the next evaluation, " + text(interval) + ".",
                    "write for: " + text(interval) + " or for: 0s.");
        }
        linted.expression().ifPresent(expression -> {
            ExpressionNodes.ranges(expression).forEach(range -> checkCoverage(linted, range, interval));
            checkCompletion(linted, expression, hold, interval);
            checkSlicing(linted, expression, interval);
        });
    }

    private static void checkSlicing(LintedRule linted, MetricExpr expression, Duration interval) {
        boolean isAsked = linted.group().incremental() && linted.rule().absence() == null;
        if (isAsked && Slicing.of(expression, interval) instanceof Slicing.WholeWindows whole) {
            linted.report(
                    LintCode.INCREMENTAL_WITHOUT_EFFECT,
                    "expr",
                    "the group is incremental, but this rule is asked as it is written at each slot, because "
                            + whole.reason().text() + ".",
                    "put the rule into a group without \"incremental\", or leave it: it works all the same.");
        }
    }

    private static void checkCoverage(LintedRule linted, RangeAggregation aggregation, Duration interval) {
        Duration range = aggregation.range().range();
        if (range.compareTo(interval) < 0) {
            linted.report(
                    LintCode.RANGE_SHORTER_THAN_INTERVAL,
                    aggregation.position(),
                    "the range [" + text(range) + "] is shorter than the group's interval " + text(interval)
                            + ": the lines of " + text(interval.minus(range))
                            + " between two evaluations are never looked at.",
                    "write [" + text(interval) + "], or set the group's interval to " + text(range) + ".");
        }
    }

    /** A rule that one line satisfies is about sparse lines, and a line is in view only as long as the range. */
    private static void checkCompletion(LintedRule linted, MetricExpr expression, Duration hold, Duration interval) {
        FiringModel firing = new FiringModel(linted.rule(), expression);
        Optional<Duration> shortest = ExpressionNodes.ranges(expression).stream()
                .filter(range -> range.operation() != RangeOperation.ABSENT_OVER_TIME)
                .map(range -> range.range().range())
                .min(Duration::compareTo);
        if (hold.isZero() || shortest.isEmpty() || hold.compareTo(shortest.get()) < 0) {
            return;
        }
        if (firing.firesWith(1) && !firing.firesWith(0)) {
            Duration longer = hold.plus(interval);
            linted.report(
                    LintCode.FOR_NEVER_COMPLETED,
                    "for",
                    "one matching line satisfies this rule, and it is in the range [" + text(shortest.get())
                            + "] no longer than that; with \"for: " + text(hold)
                            + "\" only lines that keep coming all the time ever fire it.",
                    "remove \"for\", or look further back, for example [" + text(longer) + "].");
        }
    }

    private static String text(Duration duration) {
        return PrometheusDuration.format(duration);
    }
}
