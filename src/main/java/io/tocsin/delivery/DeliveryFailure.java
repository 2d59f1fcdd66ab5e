package io.tocsin.delivery;

import io.tocsin.contactpoint.FailureReason;

/** Why the newest attempt failed, for people; no secret is in it. */
public record DeliveryFailure(FailureReason reason, String detail) {}
