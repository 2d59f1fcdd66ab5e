package io.tocsin.evidence;

import java.time.Duration;
import java.time.Instant;

/**
 * The log query that finds the lines behind an alert.
 *
 * @param expression a log query
 * @param range how long the rule's window is
 * @param offset how far before the evaluation the window ends
 */
public record EvidenceQuery(String expression, Duration range, Duration offset) {

    /** The window's start, which is outside, for an expression that was evaluated at this time. */
    public Instant fromExclusive(Instant evaluatedAt) {
        return toInclusive(evaluatedAt).minus(range);
    }

    /** The window's end, which is inside. */
    public Instant toInclusive(Instant evaluatedAt) {
        return evaluatedAt.minus(offset);
    }
}
