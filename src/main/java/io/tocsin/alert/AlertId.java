package io.tocsin.alert;

import io.tocsin.label.Fingerprint;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.regex.Pattern;

/** One episode of one instance: from firing to resolved. A new firing of the same instance is a new episode. */
public record AlertId(RuleKey rule, Fingerprint fingerprint, Instant firedAt) {

    private static final Pattern EPISODE = Pattern.compile("@\\d+$");

    /** Unique and stable; the form used in the database and in links. */
    @Override
    public String toString() {
        return rule + ":" + fingerprint + "@" + firedAt.toEpochMilli();
    }

    /** Which alert an id in its text form means, whatever the episode. */
    public static String withoutEpisode(String alertId) {
        return EPISODE.matcher(alertId).replaceFirst("");
    }
}
