package io.tocsin.contactpoint;

/** How the alerts of a group become messages. */
public enum MessageGrouping {
    /** One message for all. */
    GROUPED,
    /** One message for each alert that is new or resolved. */
    PER_ALERT
}
