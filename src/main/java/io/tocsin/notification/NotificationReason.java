package io.tocsin.notification;

/** Why a notification is sent. */
public enum NotificationReason {
    FIRST_NOTIFICATION,
    NEW_ALERTS,
    SOME_RESOLVED,
    ALL_RESOLVED,
    /** Alerts fired and resolved before anybody was told. */
    FIRED_AND_RESOLVED,
    REPEAT_INTERVAL,
    /** What a catch-up of missed slots found, as one summary. */
    LATE_SUMMARY,
    /** A silence ends soon, and alerts fire under it. */
    SILENCE_EXPIRING,
    /** A silence has ended; the message says what it hid. */
    SILENCE_ENDED,
    /** What silences, acknowledges or inhibits has changed; edits the message that people have, and notifies nobody. */
    MUTES_CHANGED,
    /** All log lines of a message that could not hold them, as a file in its thread; notifies nobody. */
    LOG_LINES,
    /** More messages wait than a contact point can take; they are told as one summary. */
    STORM,
    /** The storm is over; its summary gets its last state. */
    STORM_ENDED,
    /** A person asked for a test of the contact point. */
    TEST,
    /** A newer version wrote a reason that this one has no word for. */
    OTHER
}
