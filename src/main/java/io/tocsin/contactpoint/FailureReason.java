package io.tocsin.contactpoint;

import java.util.Locale;

/** Why an attempt failed; the words of metrics, history and pages. */
public enum FailureReason {
    RATE_LIMITED,
    SERVER_ERROR,
    TIMEOUT,
    /** The request never left: name not found, refused, TLS. */
    CONNECTION_FAILED,
    /** The connection ended after the request was sent. */
    CONNECTION_LOST,
    /** The worker died or was stopped while it was sending. */
    WORKER_LOST,
    CONTENT_REJECTED,
    ENDPOINT_DEAD,
    /** The contact point's settings do not fit its target, for example a forum channel without a thread. */
    ENDPOINT_MISCONFIGURED,
    UNKNOWN_CONTACT_POINT,
    /** No failure: a person parked the contact point, and only a person un-parks it. */
    DISABLED,
    /** No failure of the service: the message became part of another delivery. */
    REPLACED,
    UNEXPECTED_ANSWER,
    /** No failure of the service: what is stored cannot be read by this version. */
    UNREADABLE,
    /** A newer version wrote a reason that this one has no word for. */
    OTHER;

    /** The word in metrics: {@code rate_limited}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
