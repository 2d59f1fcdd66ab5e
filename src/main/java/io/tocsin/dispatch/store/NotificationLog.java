package io.tocsin.dispatch.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/**
 * The notifications that were decided; each is sent in the transaction that writes it down. All methods block and join the
 * caller's transaction.
 */
@Repository
public class NotificationLog {

    private static final String COLUMNS = "select n.id, n.group_id, n.group_key, n.receiver, n.reason, n.status,"
            + " n.decided_at, n.firing, n.resolved, n.alerts from notification_log n ";

    private final JdbcClient jdbc;
    private final DeliveryOutbox outbox;
    private final DispatchMetrics metrics;

    NotificationLog(JdbcClient jdbc, DeliveryOutbox outbox, DispatchMetrics metrics) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Writes a notification down and puts its message into the outbox. Returns the id in this log. */
    public long send(String groupId, Message message) {
        long id = append(groupId, message);
        outbox.enqueue(new NewDelivery(LoggedNotification.deliveryKey(id), message), message.at());
        metrics.notified(message.receiver(), message.reason());
        return id;
    }

    private long append(String groupId, Message message) {
        GeneratedKeyHolder id = new GeneratedKeyHolder();
        jdbc.sql("insert into notification_log (group_id, group_key, receiver, reason, status, decided_at, firing,"
                        + " resolved, alerts) values (:group, :key, :receiver, :reason, :status, :at, :firing,"
                        + " :resolved, :alerts)")
                .param("group", groupId)
                .param("key", StoredText.cut(message.groupKey(), 1_000))
                .param("receiver", message.receiver().value())
                .param("reason", message.reason().name())
                .param("status", message.status().name())
                .param("at", SqlTimes.of(message.at()))
                .param("firing", message.firing())
                .param("resolved", message.resolved())
                .param("alerts", message.alerts().size() + message.unlisted())
                .update(id, "id");
        return Objects.requireNonNull(id.getKey(), "the database returned no id")
                .longValue();
    }

    /** The notifications that told of alerts of one rule, newest first, below an id. */
    public List<LoggedNotification> findByRule(String ruleGroup, @Nullable String alertName, long belowId, int limit) {
        return jdbc.sql(COLUMNS + "where n.id < :id and n.id in (select t.notification_id from notification_trail t"
                        + " where t.rule_group = :ruleGroup and (:name = '' or t.alert_name = :name))"
                        + " order by n.id desc limit :limit")
                .param("id", belowId)
                .param("ruleGroup", StoredText.name(ruleGroup))
                .param("name", alertName == null ? "" : StoredText.name(alertName))
                .param("limit", limit)
                .query(NotificationLog::map)
                .list();
    }

    /** The newest notifications of a group from an id on, newest first. */
    public List<LoggedNotification> findByGroupFrom(String groupId, long id, int limit) {
        return jdbc.sql(COLUMNS + "where n.group_id = :group and n.id >= :id"
                        + " order by n.group_id desc, n.id desc limit :limit")
                .param("group", groupId)
                .param("id", id)
                .param("limit", limit)
                .query(NotificationLog::map)
                .list();
    }

    private static LoggedNotification map(ResultSet row, int number) throws SQLException {
        return new LoggedNotification(
                row.getLong("id"),
                new LoggedNotification.ToldGroup(
                        row.getString("group_id"),
                        row.getString("group_key"),
                        new ContactPointName(row.getString("receiver"))),
                StoredEnums.read(row.getString("reason"), NotificationReason.OTHER),
                StoredEnums.read(row.getString("status"), MessageStatus.FIRING),
                SqlTimes.read(row, "decided_at"),
                new LoggedNotification.ToldAlerts(row.getInt("firing"), row.getInt("resolved"), row.getInt("alerts")));
    }
}
