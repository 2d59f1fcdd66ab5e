package io.tocsin.delivery;

/** Where a delivery stands. Waiting = queued - delivered - rejected - expired - dropped. */
public enum DeliveryState {
    /** Written by the decision; nobody has tried yet. */
    QUEUED,
    /** A worker holds the lease and is talking to the chat service. */
    SENDING,
    /** At least one attempt failed; another one is due. */
    RETRYING,
    DELIVERED,
    /** The dead letter: the service will never take it, or it went through the fallback contact point instead. */
    REJECTED,
    /** Waits until its contact point is un-parked. */
    PARKED,
    /** Given up because it could not be delivered within the longest time a delivery may wait. */
    EXPIRED,
    /** A person dropped it. */
    DROPPED,
    /** This version cannot read it; waits for a version that can, or for a person. */
    SET_ASIDE;

    /** Whether something may still happen to it without a person's doing, apart from un-parking and another version. */
    public boolean isOpen() {
        return this == QUEUED || this == SENDING || this == RETRYING || this == PARKED || this == SET_ASIDE;
    }
}
