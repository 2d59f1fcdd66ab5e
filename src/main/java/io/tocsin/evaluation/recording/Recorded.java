package io.tocsin.evaluation.recording;

import java.time.Instant;

/**
 * The newest answer of one recording rule.
 *
 * @param id the rule's
 * @param slot of the answer; the epoch when there was none yet
 * @param samples in Prometheus' text format, one line for each series
 * @param error why the newest question had no answer; empty when it had one
 * @param seconds how long that took
 */
public record Recorded(String id, Instant slot, int series, String samples, String error, double seconds) {}
