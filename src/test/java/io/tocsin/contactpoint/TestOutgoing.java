package io.tocsin.contactpoint;

/** Messages on their way that differ from others in one thing. */
public final class TestOutgoing {

    private TestOutgoing() {}

    public static Outgoing minimal(Outgoing outgoing) {
        return new Outgoing(
                outgoing.message(), outgoing.deliveryId(), true, outgoing.isPossibleDuplicate(), outgoing.edit());
    }

    public static Outgoing possibleDuplicate(Outgoing outgoing) {
        return new Outgoing(outgoing.message(), outgoing.deliveryId(), outgoing.isMinimal(), true, outgoing.edit());
    }
}
