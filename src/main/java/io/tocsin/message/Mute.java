package io.tocsin.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an alert from being told, as its message shows it. Texts are untrusted and unescaped.
 *
 * @param by who made it, or the name of the alert that inhibits
 * @param until null: until what inhibits ends
 * @param comment may be empty
 */
public record Mute(MuteKind kind, String by, @Nullable Instant until, String comment) {

    /** Kinds of mutes. */
    public enum MuteKind {
        SILENCE,
        /** A person has the alert in hand; ends with it. */
        ACKNOWLEDGEMENT,
        INHIBITION
    }
}
