package io.tocsin.notification;

import java.time.Instant;

/**
 * One episode of one alert in a notification group.
 *
 * @param alert identifies the episode
 * @param told whether a notification has said that it fires
 * @param late whether its last change was found while catching up missed slots
 * @param muted whether a silence or an inhibition covers it now
 * @param joinedAt when it joined the group
 * @param changedAt when its status changed last
 */
public record GroupMember(
        String alert, Status status, boolean told, boolean late, boolean muted, Instant joinedAt, Instant changedAt) {

    /** Whether the episode goes on. */
    public enum Status {
        FIRING,
        RESOLVED
    }

    public boolean isFiring() {
        return status == Status.FIRING;
    }
}
