package io.tocsin.evaluation.state;

import io.tocsin.rule.AlertRule;
import java.time.Duration;

/** The two durations of a rule that the state machine knows. */
public record RuleTimings(Duration holdDuration, Duration keepFiringFor) {

    public static final RuleTimings IMMEDIATE = new RuleTimings(Duration.ZERO, Duration.ZERO);

    public RuleTimings {
        if (holdDuration.isNegative() || keepFiringFor.isNegative()) {
            throw new IllegalArgumentException("for and keep_firing_for must not be negative");
        }
    }

    static RuleTimings of(AlertRule rule) {
        return new RuleTimings(rule.holdDuration(), rule.keepFiringFor());
    }
}
