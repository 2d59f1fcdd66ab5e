package io.tocsin.alert.store;

import java.time.Instant;

/**
 * The time in which a rule has looked for the entities whose absence it watches.
 *
 * @param query what the entities are; those of another query are no longer known
 */
public record KnownPeriod(String query, Instant after, Instant until) {}
