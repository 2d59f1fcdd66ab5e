package io.tocsin.silence;

import java.time.Instant;

/**
 * One entry of a silence's history.
 *
 * @param author who did it
 * @param after the silence as it was from then on
 */
public record SilenceChange(ChangeKind kind, Instant at, String author, Silence after) {

    /** What was done. */
    public enum ChangeKind {
        CREATED,
        EDITED,
        /** A person ended it before its time. */
        EXPIRED,
        /** It was an acknowledgement, and its alert resolved. */
        ENDED_WITH_ALERT
    }
}
