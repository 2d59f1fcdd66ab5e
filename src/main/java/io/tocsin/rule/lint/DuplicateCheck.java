package io.tocsin.rule.lint;

import io.tocsin.rule.AlertRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Rules of all files that ask the same: each event is told twice. */
final class DuplicateCheck {

    private final Map<Question, AlertRule> first = new HashMap<>();

    private record Question(String dataSource, String expression, String condition, Duration holdDuration) {}

    void inspect(LintedRule linted) {
        AlertRule rule = linted.rule();
        String expression = linted.expression()
                .map(Object::toString)
                .orElse(rule.expression().strip());
        Question question = new Question(
                linted.group().dataSource(),
                expression,
                rule.watches()
                        .map(Object::toString)
                        .orElseGet(() -> rule.activeWhen().map(Object::toString).orElse("")),
                rule.holdDuration());
        AlertRule earlier = first.putIfAbsent(question, rule);
        if (earlier != null && !rule.paused() && !earlier.paused()) {
            linted.report(
                    LintCode.DUPLICATE_RULE,
                    "expr",
                    "the rule \"" + earlier.name() + "\" of group \""
                            + earlier.key().group().group() + "\" ("
                            + earlier.key().group().file() + ":" + earlier.line()
                            + ") asks the same: both fire at the same time.",
                    "remove one of them, or let them differ in threshold or \"for\".");
        }
    }
}
