package io.tocsin.alert.store;

import io.tocsin.label.Labels;
import java.time.Instant;

/**
 * One change of an instance's state, as history keeps it.
 *
 * @param from the state's name; {@code NONE} when the instance did not exist
 * @param to the state's name; {@code NONE} when it was forgotten
 * @param reason why it resolved; empty otherwise
 */
public record TransitionRecord(
        Labels labels, Instant slot, String from, String to, String reason, double value, boolean isLate) {}
