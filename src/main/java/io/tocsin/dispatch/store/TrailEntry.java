package io.tocsin.dispatch.store;

import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of one alert on its way to people.
 *
 * @param alertId the episode, as {@code AlertId.toString()}
 * @param ruleGroup as {@code GroupKey.toString()}
 * @param notificationId the notification that told it; null when none did
 */
public record TrailEntry(
        long id,
        Instant at,
        String alertId,
        String ruleGroup,
        String alertName,
        Labels labels,
        String groupId,
        ContactPointName receiver,
        TrailStep step,
        String detail,
        @Nullable Long notificationId) {

    /** The same with what mutes the alert in other words. */
    public TrailEntry withDetail(String other) {
        return new TrailEntry(
                id, at, alertId, ruleGroup, alertName, labels, groupId, receiver, step, other, notificationId);
    }
}
