package io.tocsin.alert.store;

import java.time.Instant;

/**
 * An event that cannot be dispatched, by what its columns say.
 *
 * @param kind the stored word, {@code FIRED} or {@code RESOLVED} as far as this version knows
 * @param reason why, in one line
 */
public record SetAsideEvent(long id, String ruleGroup, String alertName, String kind, Instant at, String reason) {}
