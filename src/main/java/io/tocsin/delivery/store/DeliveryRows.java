package io.tocsin.delivery.store;

import io.tocsin.contactpoint.ExternalMessage;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.database.Decoded;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryAttempt;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryProgress;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageCounts;
import io.tocsin.message.MessageGroup;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import io.tocsin.text.Sha256;
import io.tocsin.text.Shortened;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/** The rows of the table {@code delivery}: insert, write on, read. */
final class DeliveryRows {

    static final String COLUMNS = "d.id, d.contact_point, d.state, d.message, d.queued_at, d.due_at, d.attempts,"
            + " d.degraded, d.possible_duplicate, d.hops, d.version, d.ended_at, d.failure_reason, d.failure_detail,"
            + " d.external_channel, d.external_id, d.redirected_to, d.reason, d.message_status, d.headline";

    /** The states of what has not come to an end, for a condition. */
    static final String WAITING = "('QUEUED', 'SENDING', 'RETRYING', 'PARKED', 'SET_ASIDE')";

    private static final int MAX_DETAIL_CHARS = 1000;
    private static final int MAX_HEADLINE_CHARS = 300;

    private final JdbcClient jdbc;
    private final MessageJson json = new MessageJson();
    private final OrderAcrossGroups order;

    DeliveryRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.order = new OrderAcrossGroups(jdbc);
    }

    /** Queues a message behind those that it must not pass. False when the idempotency key is known already. */
    boolean insert(NewDelivery delivery, ContactPointName contactPoint, int hops, Instant at) {
        Map<String, Set<Long>> ahead = order.ahead(delivery.message(), contactPoint);
        OptionalLong id = insertRow(delivery, contactPoint, hops, at);
        id.ifPresent(mine -> order.putBehind(mine, ahead));
        return id.isPresent();
    }

    /** The id of the new row; empty when the idempotency key is known already. */
    private OptionalLong insertRow(NewDelivery delivery, ContactPointName contactPoint, int hops, Instant at) {
        Message message = delivery.message();
        boolean isKnown = jdbc.sql("select count(*) from delivery where idempotency_key = :key")
                        .param("key", delivery.idempotencyKey())
                        .query(Long.class)
                        .single()
                > 0;
        if (isKnown) {
            return OptionalLong.empty();
        }
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        jdbc.sql("insert into delivery (idempotency_key, contact_point, group_hash, state, reason, message_status,"
                        + " headline, message, queued_at, due_at, hops, external_channel, external_id) values (:key,"
                        + " :contactPoint, :group, 'QUEUED', :reason, :status, :headline, :message, :at, :at, :hops,"
                        + " :channel, :external)")
                .param("channel", delivery.completes().channel())
                .param("external", delivery.completes().id())
                .param("key", delivery.idempotencyKey())
                .param("contactPoint", contactPoint.value())
                .param("group", groupHash(message.groupKey()))
                .param("reason", message.reason().name())
                .param("status", message.status().name())
                .param("headline", headline(message))
                .param("message", json.write(message))
                .param("at", SqlTimes.of(at))
                .param("hops", hops)
                .update(key, "id");
        long id = Objects.requireNonNull(key.getKey(), "the database returned no id")
                .longValue();
        order.note(id, message, contactPoint);
        return OptionalLong.of(id);
    }

    /** Ends waiting rows unsent, because others stand for them. False when somebody else has written one meanwhile. */
    boolean endReplaced(List<Delivery> waiting, String detail, Instant at) {
        DeliveryFailure note = new DeliveryFailure(FailureReason.REPLACED, detail);
        return waiting.stream().allMatch(delivery -> {
            String here = delivery.contactPoint().value();
            return write(delivery.with(delivery.progress().passedOn(here, at, note)), null);
        });
    }

    /** Queues what stands for a delivery that ends unsent, in its place; the service may have had that one already. */
    void insertInstead(Delivery old, List<NewDelivery> others, Instant at) {
        boolean isInOrder = order.isWaitingOrWaitedFor(old.id().value());
        for (NewDelivery other : others) {
            OptionalLong id = insertRow(other, old.contactPoint(), old.hops(), at);
            jdbc.sql("update delivery set degraded = :degraded, possible_duplicate = :duplicate"
                            + " where idempotency_key = :key")
                    .param("degraded", old.progress().isDegraded())
                    .param("duplicate", old.progress().isPossibleDuplicate())
                    .param("key", other.idempotencyKey())
                    .update();
            if (isInOrder) {
                id.ifPresent(part -> order.takePlace(old.id().value(), part, other.message()));
            }
        }
    }

    /** Whether the row is as this worker has claimed it. */
    boolean isHeldBy(Delivery claimed, String owner) {
        return jdbc.sql("select count(*) from delivery where id = :id and version = :version and lease_owner = :owner")
                        .param("id", claimed.id().value())
                        .param("version", claimed.version())
                        .param("owner", owner)
                        .query(Long.class)
                        .single()
                == 1;
    }

    /** False when somebody else has written the row since it was read. */
    boolean write(Delivery delivery, @Nullable Lease lease) {
        DeliveryProgress progress = delivery.progress();
        DeliveryFailure failure = progress.failure();
        return jdbc.sql("update delivery set state = :state, due_at = :due, attempts = :attempts, degraded = :degraded,"
                                + " possible_duplicate = :duplicate, ended_at = :ended, failure_reason = :reason,"
                                + " failure_detail = :detail, external_channel = :channel, external_id = :external,"
                                + " redirected_to = :redirected, lease_owner = :owner, lease_until = :until,"
                                + " version = version + 1 where id = :id and version = :version")
                        .param("state", progress.state().name())
                        .param("due", SqlTimes.of(progress.dueAt()))
                        .param("attempts", progress.attempts())
                        .param("degraded", progress.isDegraded())
                        .param("duplicate", progress.isPossibleDuplicate())
                        .param("ended", SqlTimes.ofNullable(progress.endedAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                        .param(
                                "reason",
                                failure == null ? null : failure.reason().name(),
                                java.sql.Types.VARCHAR)
                        .param("detail", failure == null ? null : cut(failure.detail()), java.sql.Types.VARCHAR)
                        .param("channel", progress.external().channel())
                        .param("external", progress.external().id())
                        .param("redirected", progress.redirectedTo())
                        .param("owner", lease == null ? null : lease.owner(), java.sql.Types.VARCHAR)
                        .param(
                                "until",
                                lease == null ? null : SqlTimes.of(lease.until()),
                                java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("id", delivery.id().value())
                        .param("version", delivery.version())
                        .update()
                == 1;
    }

    /** Keeps what is really sent; the row's version stays. */
    void writeMessage(Delivery delivery, Message message) {
        jdbc.sql("update delivery set message = :message where id = :id and version = :version")
                .param("message", json.write(message))
                .param("id", delivery.id().value())
                .param("version", delivery.version())
                .update();
    }

    Optional<Delivery> find(DeliveryId id) {
        return jdbc.sql("select " + COLUMNS + " from delivery d where d.id = :id")
                .param("id", id.value())
                .query(this::read)
                .optional();
    }

    /** Never fails because of what a row holds: then the delivery says that it is unreadable. */
    Delivery read(ResultSet row, int number) throws SQLException {
        String stored = row.getString("message");
        Message standIn = standIn(row);
        Decoded<Message> message = Decoded.of(() -> json.read(stored), problem -> standIn);
        String state = row.getString("state");
        String problem = StoredEnums.isKnown(state, DeliveryState.class)
                ? message.problem()
                : "its state \"" + state + "\" is unknown";
        return new Delivery(
                new DeliveryId(row.getLong("id")),
                new ContactPointName(row.getString("contact_point")),
                message.value(),
                SqlTimes.read(row, "queued_at"),
                row.getInt("hops"),
                row.getLong("version"),
                new DeliveryProgress(
                        StoredEnums.read(state, DeliveryState.SET_ASIDE),
                        SqlTimes.read(row, "due_at"),
                        row.getInt("attempts"),
                        new DeliveryProgress.SentAs(row.getBoolean("degraded"), row.getBoolean("possible_duplicate")),
                        SqlTimes.readNullable(row, "ended_at"),
                        readFailure(row),
                        new ExternalMessage(row.getString("external_channel"), row.getString("external_id")),
                        row.getString("redirected_to")),
                problem);
    }

    /** What the columns say of a message, for pages. */
    private static Message standIn(ResultSet row) throws SQLException {
        MessageStatus status = StoredEnums.read(row.getString("message_status"), MessageStatus.FIRING);
        Labels title = Labels.of(Labels.ALERT_NAME, row.getString("headline"));
        return new Message(
                new MessageGroup(
                        "unreadable:" + row.getLong("id"),
                        new ContactPointName(row.getString("contact_point")),
                        title,
                        title,
                        false),
                StoredEnums.read(row.getString("reason"), NotificationReason.OTHER),
                status,
                new MessageCounts(status == MessageStatus.FIRING ? 1 : 0, status == MessageStatus.FIRING ? 0 : 1, 0),
                List.of(),
                List.of(),
                MessageLinks.NONE,
                SqlTimes.read(row, "queued_at"));
    }

    private static @Nullable DeliveryFailure readFailure(ResultSet row) throws SQLException {
        String reason = row.getString("failure_reason");
        String detail = row.getString("failure_detail");
        return reason == null
                ? null
                : new DeliveryFailure(StoredEnums.read(reason, FailureReason.OTHER), detail == null ? "" : detail);
    }

    /** The group's key may be longer than an index takes. */
    static String groupHash(String groupKey) {
        return Sha256.hex(groupKey);
    }

    static String cut(String detail) {
        return cut(detail, MAX_DETAIL_CHARS);
    }

    private static String cut(String text, int maxChars) {
        return Shortened.of(text.replace("\u0000", ""), maxChars);
    }

    /** A short text for lists, so that a page need not parse every message. */
    private static String headline(Message message) {
        String name = message.alerts().isEmpty()
                ? message.groupLabels().toString()
                : message.alerts().get(0).name();
        String summary = message.alerts().stream()
                .map(DeliveryRows::summary)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        return cut(summary.isEmpty() ? name : name + ": " + summary, MAX_HEADLINE_CHARS);
    }

    private static String summary(AlertEntry alert) {
        return alert.annotation("summary");
    }

    /** Adds an attempt to the history. */
    void record(DeliveryAttempt attempt) {
        jdbc.sql("insert into delivery_attempt (delivery_id, number, started_at, ended_at, outcome, reason, detail)"
                        + " values (:delivery, :number, :started, :ended, :outcome, :reason, :detail)")
                .param("delivery", attempt.delivery().value())
                .param("number", attempt.number())
                .param("started", SqlTimes.of(attempt.startedAt()))
                .param("ended", SqlTimes.of(attempt.endedAt()))
                .param("outcome", attempt.outcome())
                .param(
                        "reason",
                        attempt.reason() == null ? null : attempt.reason().name(),
                        java.sql.Types.VARCHAR)
                .param("detail", cut(attempt.detail()))
                .update();
    }

    /** Who may write a row that is being sent, and until when. */
    record Lease(String owner, Instant until) {}
}
