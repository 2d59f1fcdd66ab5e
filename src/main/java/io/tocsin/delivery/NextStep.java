package io.tocsin.delivery;

import java.time.Instant;

/** What to do with a delivery after an attempt. */
public sealed interface NextStep {

    /** It is over: DELIVERED, REJECTED or EXPIRED. */
    record End(DeliveryState state) implements NextStep {}

    /**
     * Try again.
     *
     * @param degrade from now on as minimal text
     * @param possibleDuplicate from now on marked, because the service may have it already
     */
    record Retry(Instant at, boolean degrade, boolean possibleDuplicate) implements NextStep {}

    /** The contact point takes nothing; park it, and this delivery with it. */
    record Park() implements NextStep {}
}
