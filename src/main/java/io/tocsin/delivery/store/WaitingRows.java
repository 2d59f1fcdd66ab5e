package io.tocsin.delivery.store;

import io.tocsin.delivery.DeliveryState;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;

/**
 * Deliveries to one contact point that are in one state and not at their end.
 *
 * @param oldest when the first of them was decided
 */
public record WaitingRows(ContactPointName contactPoint, DeliveryState state, long count, Instant oldest) {}
