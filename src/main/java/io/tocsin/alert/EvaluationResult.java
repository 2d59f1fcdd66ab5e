package io.tocsin.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * How one evaluation of one rule went.
 *
 * @param slot the slot that was evaluated, or tried
 * @param errorReason what went wrong, as one word; empty when nothing did
 * @param error the same for people
 * @param duration how long the data source took to answer
 * @param series how many series the answer had
 */
public record EvaluationResult(
        Instant slot, RuleHealth health, String errorReason, String error, Duration duration, int series) {}
