package io.tocsin.notification;

/** The group that an alert joins, and when that group speaks. */
public record NotificationRoute(NotificationGroupKey key, GroupTimings timings) {

    /** The route for what a catch-up of missed slots found: one group per rule group and receiver. */
    public NotificationRoute late(String ruleGroup) {
        return new NotificationRoute(key.late(ruleGroup), timings);
    }
}
