package io.tocsin.delivery.store;

import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.rule.ContactPointName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Follows the message of a decision to where it is now: passed on to another contact point, sent as one message per alert,
 * or folded into the summary of a storm. Blocks.
 */
@Repository
public class MessageTracks {

    /** A chain of fallbacks is not longer than this. */
    private static final int MOST_STEPS = 6;

    private static final int MOST_PARTS = 200;

    private static final String COLUMNS =
            "select d.id, d.idempotency_key, d.contact_point, d.state, d.due_at, d.ended_at,"
                    + " d.failure_reason, d.failure_detail, d.external_channel, d.external_id, d.redirected_to from delivery d ";

    private final JdbcClient jdbc;
    private final DeliveryRows rows;

    MessageTracks(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.rows = new DeliveryRows(jdbc);
    }

    /**
     * Where a message has got to, without the message.
     *
     * @param contactPoint the one that has it now
     * @param alertId the only alert that this part of the message is about, as {@code AlertId.toString()}; empty: all of them
     * @param failure the newest; null when there was none
     */
    public record Track(
            DeliveryId id,
            ContactPointName contactPoint,
            String alertId,
            DeliveryState state,
            Instant dueAt,
            @Nullable Instant endedAt,
            @Nullable DeliveryFailure failure,
            ExternalMessage external) {

        private Track of(String alert) {
            return new Track(id, contactPoint, alert, state, dueAt, endedAt, failure, external);
        }

        /** Whether the message is of this alert too. */
        public boolean isOf(String alert) {
            return alertId.isEmpty() || alertId.equals(alert);
        }
    }

    private record TrackStep(String key, Track track, String redirectedTo) {

        boolean isReplaced() {
            return redirectedTo.equals(track.contactPoint().value());
        }
    }

    private record TrackOrigin(String key, String alertId) {}

    /** The ends of the messages of decisions, by the decision's idempotency key; those not known any more are missing. */
    public Map<String, List<Track>> follow(Collection<String> idempotencyKeys) {
        Map<String, List<Track>> ends = new HashMap<>();
        Map<String, Set<TrackOrigin>> open = new HashMap<>();
        idempotencyKeys.forEach(key -> add(open, key, new TrackOrigin(key, "")));
        for (int i = 0; i < MOST_STEPS && !open.isEmpty(); i++) {
            Map<String, Set<TrackOrigin>> origins = Map.copyOf(open);
            open.clear();
            for (TrackStep step : find(origins.keySet())) {
                Map<String, String> next = i == MOST_STEPS - 1 ? Map.of() : successors(step);
                for (TrackOrigin origin : origins.getOrDefault(step.key(), Set.of())) {
                    if (next.isEmpty()) {
                        ends.computeIfAbsent(origin.key(), unseen -> new ArrayList<>())
                                .add(step.track().of(origin.alertId()));
                    }
                    next.forEach((key, alert) ->
                            add(open, key, new TrackOrigin(origin.key(), alert.isEmpty() ? origin.alertId() : alert)));
                }
            }
        }
        return ends;
    }

    private static void add(Map<String, Set<TrackOrigin>> open, String key, TrackOrigin origin) {
        open.computeIfAbsent(key, unseen -> new LinkedHashSet<>()).add(origin);
    }

    private List<TrackStep> find(Collection<String> keys) {
        return jdbc.sql(COLUMNS + "where d.idempotency_key in (:keys)")
                .param("keys", keys)
                .query(MessageTracks::read)
                .list();
    }

    /** The keys of what took a delivery's place, with the one alert that each is about; none when it is the end. */
    private Map<String, String> successors(TrackStep step) {
        if (step.redirectedTo().isEmpty()) {
            return Map.of();
        }
        String delivery = "delivery:" + step.track().id();
        if (!step.isReplaced()) {
            return Map.of(delivery + "->" + step.redirectedTo(), "");
        }
        Map<String, String> parts = parts(delivery);
        return parts.isEmpty() ? summary(step) : parts;
    }

    private Map<String, String> parts(String delivery) {
        Map<String, String> parts = new HashMap<>();
        jdbc.sql("select " + DeliveryRows.COLUMNS + ", d.idempotency_key from delivery d"
                        + " where d.idempotency_key in (:keys)")
                .param(
                        "keys",
                        IntStream.range(0, MOST_PARTS)
                                .mapToObj(part -> delivery + "#" + part)
                                .toList())
                .query(row -> {
                    Delivery part = rows.read(row, 0);
                    parts.put(
                            row.getString("idempotency_key"),
                            part.message().alerts().isEmpty()
                                    ? ""
                                    : part.message().alerts().get(0).alertId());
                });
        return parts;
    }

    /** The first summary that was written when the message was folded, or after that. */
    private Map<String, String> summary(TrackStep step) {
        Instant foldedAt = step.track().endedAt();
        if (foldedAt == null) {
            return Map.of();
        }
        return jdbc.sql(
                        "select d.idempotency_key from delivery d where d.contact_point = :name and d.group_hash = :group"
                                + " and d.queued_at >= :at order by d.id limit 1")
                .param("name", step.track().contactPoint().value())
                .param("group", DeliveryRows.groupHash(DeliveryQueue.STORM_GROUP))
                .param("at", SqlTimes.of(foldedAt))
                .query(String.class)
                .optional()
                .map(key -> Map.of(key, ""))
                .orElse(Map.of());
    }

    private static TrackStep read(ResultSet row, int number) throws SQLException {
        String reason = row.getString("failure_reason");
        String detail = row.getString("failure_detail");
        Track track = new Track(
                new DeliveryId(row.getLong("id")),
                new ContactPointName(row.getString("contact_point")),
                "",
                StoredEnums.read(row.getString("state"), DeliveryState.SET_ASIDE),
                SqlTimes.read(row, "due_at"),
                SqlTimes.readNullable(row, "ended_at"),
                reason == null
                        ? null
                        : new DeliveryFailure(
                                StoredEnums.read(reason, FailureReason.OTHER), detail == null ? "" : detail),
                new ExternalMessage(row.getString("external_channel"), row.getString("external_id")));
        return new TrackStep(row.getString("idempotency_key"), track, row.getString("redirected_to"));
    }
}
