package io.tocsin.delivery.worker;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.Notifier;
import io.tocsin.delivery.Delivery;
import java.util.Optional;

/**
 * A due delivery that is sent if it gets its turn.
 *
 * @param lane of the endpoint that it goes to
 * @param shown the message that people have and that this one may take the place of
 */
record Candidate(Delivery due, ContactPoint contactPoint, Notifier notifier, String lane, Optional<Delivery> shown) {}
