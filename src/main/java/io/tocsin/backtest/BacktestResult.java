package io.tocsin.backtest;

import io.tocsin.alert.ResolveReason;
import io.tocsin.notification.NotificationReason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rules would have done.
 *
 * @param evaluatedUntil the past is known up to here; earlier than asked for when the job was cancelled or goes on
 * @param slots how many slots of all groups were evaluated
 * @param firingCount how many alerts fired; {@code firings} holds the first of them
 * @param notificationCount how many notifications went out; {@code notifications} holds the first of them
 * @param notificationsPerDay by UTC day; days without one are missing
 * @param largestStorm the most notifications within ten minutes; null when there was none
 * @param message the first notification as its contact point would show it; null when there was none
 * @param bytesScanned what the queries cost the data source, as far as it says
 * @param failures by rule: why slots could not be evaluated, the first time
 * @param notes what a reader must know to judge this
 */
public record BacktestResult(
        Instant start,
        Instant end,
        Instant evaluatedUntil,
        long slots,
        long firingCount,
        List<Firing> firings,
        long notificationCount,
        List<Notification> notifications,
        SortedMap<LocalDate, Integer> notificationsPerDay,
        @Nullable ExpectedStorm largestStorm,
        @Nullable WouldBeMessage message,
        long bytesScanned,
        SortedMap<String, String> failures,
        List<String> notes) {

    public BacktestResult {
        firings = List.copyOf(firings);
        notifications = List.copyOf(notifications);
        notificationsPerDay = new TreeMap<>(notificationsPerDay);
        failures = new TreeMap<>(failures);
        notes = List.copyOf(notes);
    }

    /**
     * One episode of one alert.
     *
     * @param value at the slot at which it fired; not a number for an alert that stands for a whole rule
     * @param resolvedAt null when it still fired at the end
     */
    public record Firing(
            String file,
            String group,
            String rule,
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant activeAt,
            Instant firedAt,
            double value,
            @Nullable Instant resolvedAt,
            @Nullable ResolveReason resolveReason,
            @Nullable Double presentValue) {}

    /** One message that would have gone out; {@code firing} and {@code resolved} count its alerts. */
    public record Notification(
            Instant at,
            String contactPoint,
            NotificationReason reason,
            Map<String, String> groupLabels,
            int firing,
            int resolved) {}

    /** The liveliest ten minutes. */
    public record ExpectedStorm(Instant from, Instant to, int notifications) {}

    /**
     * A rendered message.
     *
     * @param kind the kind of contact point, in lower case
     * @param payload what would be posted, as JSON
     */
    public record WouldBeMessage(String contactPoint, String kind, Instant at, String payload) {}
}
