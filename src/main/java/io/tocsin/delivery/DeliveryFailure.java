package io.tocsin.delivery;

import io.tocsin.contactpoint.FailureReason;

/** Why the newest attempt failed, for people; no secret is in it. */
public record DeliveryFailure(FailureReason reason, String detail) {

    /** The reason's word, and the detail behind it when there is one. */
    public String inWords() {
        return reason.word() + (detail.isEmpty() ? "" : ": " + detail);
    }
}
