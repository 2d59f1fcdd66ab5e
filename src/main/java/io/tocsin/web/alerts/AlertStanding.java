package io.tocsin.web.alerts;

/** How an active alert and the people who are on call stand to each other. */
public enum AlertStanding {
    /** It fires, or recovers, and nothing mutes it. */
    ACTIVE,
    PENDING,
    SILENCED,
    ACKNOWLEDGED,
    /** Another alert that fires keeps it from being told. */
    INHIBITED;

    /** The word in addresses and message keys. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
