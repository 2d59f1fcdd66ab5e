package io.tocsin.backtest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * What the rules would have done. As JSON all of its parts lie side by side.
 *
 * @param bytesScanned what the queries cost the data source, as far as it says
 * @param failures by rule: why slots could not be evaluated, the first time
 * @param notes what a reader must know to judge this
 */
public record BacktestResult(
        @JsonUnwrapped EvaluatedPast past,
        @JsonUnwrapped FiredAlerts fired,
        @JsonUnwrapped ToldMessages told,
        long bytesScanned,
        SortedMap<String, String> failures,
        List<String> notes) {

    public BacktestResult {
        failures = new TreeMap<>(failures);
        notes = List.copyOf(notes);
    }

    /**
     * How much of the past was evaluated.
     *
     * @param evaluatedUntil the past is known up to here; earlier than asked for when the job was cancelled or goes on
     * @param slots how many slots of all groups were evaluated
     */
    public record EvaluatedPast(Instant start, Instant end, Instant evaluatedUntil, long slots) {

        /** Whether less of the past is known than was asked for. */
        public boolean endsEarly() {
            return evaluatedUntil.isBefore(end);
        }
    }

    /**
     * The alerts.
     *
     * @param firingCount how many fired; {@code firings} holds the first of them
     */
    public record FiredAlerts(long firingCount, List<Firing> firings) {

        public FiredAlerts {
            firings = List.copyOf(firings);
        }
    }

    /**
     * The messages.
     *
     * @param notificationCount how many notifications went out; {@code notifications} holds the first of them
     * @param notificationsPerDay by UTC day; days without one are missing
     * @param largestStorm the most notifications within ten minutes; null when there was none
     * @param message the first notification as its contact point would show it; null when there was none
     */
    public record ToldMessages(
            long notificationCount,
            List<Notification> notifications,
            SortedMap<LocalDate, Integer> notificationsPerDay,
            @Nullable ExpectedStorm largestStorm,
            @Nullable WouldBeMessage message) {

        public ToldMessages {
            notifications = List.copyOf(notifications);
            notificationsPerDay = new TreeMap<>(notificationsPerDay);
        }
    }

    /**
     * One episode of one alert.
     *
     * @param value at the slot at which it fired; not a number for an alert that stands for a whole rule
     */
    public record Firing(
            @JsonUnwrapped FiringRule origin,
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant activeAt,
            Instant firedAt,
            double value,
            @JsonUnwrapped FiringEnd end) {

        /** The same episode with its end; the value and the texts stay those of the slot at which it fired. */
        Firing ended(FiringEnd how) {
            return new Firing(origin, labels, annotations, activeAt, firedAt, value, how);
        }
    }

    /** The rule that fired. */
    public record FiringRule(String file, String group, String rule) {}

    /** How an episode ended; all of it is null when the alert still fired at the end of the period. */
    public record FiringEnd(
            @Nullable Instant resolvedAt,
            @Nullable ResolveReason resolveReason,
            @Nullable Double presentValue) {

        static final FiringEnd NONE = new FiringEnd(null, null, null);
    }

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
