package io.tocsin.dispatch.store;

import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of one alert on its way to people.
 *
 * @param notificationId the notification that told it; null when none did
 */
public record TrailEntry(
        long id,
        Instant at,
        Traced alert,
        String groupId,
        ContactPointName receiver,
        TrailStep step,
        String detail,
        @Nullable Long notificationId) {

    /** @param id the episode, as {@code AlertId.toString()} */
    public record Traced(String id, String name, Labels labels) {}

    public String alertId() {
        return alert.id();
    }

    public String alertName() {
        return alert.name();
    }

    public Labels labels() {
        return alert.labels();
    }

    /** The same with what mutes the alert in other words. */
    public TrailEntry withDetail(String other) {
        return new TrailEntry(id, at, alert, groupId, receiver, step, other, notificationId);
    }
}
