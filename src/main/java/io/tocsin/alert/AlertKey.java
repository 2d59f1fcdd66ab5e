package io.tocsin.alert;

import io.tocsin.text.Sha256;

/** The short form of an {@link AlertId}, which the database indexes and addresses of pages have: 32 hexadecimal digits. */
public final class AlertKey {

    private AlertKey() {}

    public static String of(AlertId id) {
        return of(id.toString());
    }

    /** The key that all episodes of an alert have in common. */
    public static String ofAllEpisodes(String alertId) {
        return of(AlertId.withoutEpisode(alertId));
    }

    /** The key of an id in its text form. */
    public static String of(String alertId) {
        return Sha256.hex(alertId).substring(0, 32);
    }
}
