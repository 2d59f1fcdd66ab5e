package io.tocsin.message;

/** The colour of a message. */
public enum MessageStatus {
    /** At least one alert of the group fires. */
    FIRING,
    /** None fires any more. */
    RESOLVED
}
