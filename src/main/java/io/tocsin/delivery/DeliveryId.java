package io.tocsin.delivery;

/** The number of a delivery in the outbox; numbers grow with the order of the decisions of one group. */
public record DeliveryId(long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
