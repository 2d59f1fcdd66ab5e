package io.tocsin.delivery.store;

import io.tocsin.alert.AlertKey;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The order of messages about one alert that belong to different groups. Within a group, that of the rows is kept. Where the
 * episodes of an alert are told in different groups, because it was rerouted or caught up in between, the beginning of the next
 * one would pass the end of the last one if that had to be sent again; so it waits for it. Each message that tells an end is
 * noted, and each message waits for those of other groups that are noted for one of its alerts. It waits for older ones only, and
 * what takes the place of a message has its place in everything: so none can ever wait for itself. Blocks, in the caller's
 * transaction.
 */
final class OrderAcrossGroups {

    private static final String OPEN = "('QUEUED', 'SENDING', 'RETRYING')";

    /** Whether nothing of another group that a row waits for is still on its way. Hardly any row waits, so this finds nothing. */
    static final String BEHIND_NO_OTHER_GROUP = " and not exists (select 1 from delivery_after a join delivery e"
            + " on e.id = a.after_id where a.delivery_id = d.id and e.state in " + OPEN + ")";

    /** The same of it and of whatever is before it in its own group. */
    static final String GROUP_BEHIND_NO_OTHER = " and not exists (select 1 from delivery_after a join delivery b"
            + " on b.id = a.delivery_id join delivery e on e.id = a.after_id where b.contact_point = d.contact_point"
            + " and b.group_hash = d.group_hash and b.id <= d.id and b.state in " + OPEN + " and e.state in " + OPEN
            + ")";

    private final JdbcClient jdbc;

    OrderAcrossGroups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a new message has to wait for: the ids of others, by alert. */
    Map<String, Set<Long>> ahead(Message message, ContactPointName contactPoint) {
        Set<String> alerts = isInOrder(message) ? keys(message.alerts()) : Set.of();
        Map<String, Set<Long>> ahead = new HashMap<>();
        if (!alerts.isEmpty()) {
            jdbc.sql("select t.alert, t.delivery_id from delivery_alert t join delivery e on e.id = t.delivery_id"
                            + " where t.contact_point = :name and t.alert in (:alerts) and e.group_hash <> :group"
                            + " and e.state in " + DeliveryRows.WAITING)
                    .param("name", contactPoint.value())
                    .param("alerts", alerts)
                    .param("group", DeliveryRows.groupHash(message.groupKey()))
                    .query(row -> {
                        ahead.computeIfAbsent(row.getString("alert"), none -> new HashSet<>())
                                .add(row.getLong("delivery_id"));
                    });
        }
        return ahead;
    }

    /** Notes what a message has to wait for. */
    void putBehind(long id, Map<String, Set<Long>> ahead) {
        ahead.forEach((alert, others) -> others.forEach(other -> jdbc.sql(
                        "insert into delivery_after (delivery_id, after_id, alert) values (:id, :other, :alert)")
                .param("id", id)
                .param("other", other)
                .param("alert", alert)
                .update()));
    }

    /** Notes the alerts that later messages of other groups must not tell of before this one. */
    void note(long id, Message message, ContactPointName contactPoint) {
        List<String> alerts = List.copyOf(noted(message));
        if (alerts.isEmpty()) {
            return;
        }
        String rows = IntStream.range(0, alerts.size())
                .mapToObj(i -> "(:name, :alert" + i + ", :id)")
                .collect(Collectors.joining(", "));
        JdbcClient.StatementSpec insert = jdbc.sql(
                        "insert into delivery_alert (contact_point, alert, delivery_id) values " + rows)
                .param("name", contactPoint.value())
                .param("id", id);
        for (int i = 0; i < alerts.size(); i++) {
            insert = insert.param("alert" + i, alerts.get(i));
        }
        insert.update();
    }

    private static Set<String> noted(Message message) {
        if (!isInOrder(message)) {
            return Set.of();
        }
        return keys(message.alerts().stream()
                .filter(alert -> !alert.isFiring() || isReport(message))
                .toList());
    }

    /** Whether a message waits for others, or others for it. */
    boolean isWaitingOrWaitedFor(long id) {
        return jdbc.sql("select (select count(*) from delivery_after where delivery_id = :id)"
                                + " + (select count(*) from delivery_after where after_id = :id)")
                        .param("id", id)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Lets a part of a message wait in its place, and what waits for that for the part, as far as it is about the same alerts. */
    void takePlace(long old, long part, Message message) {
        Set<String> alerts = isInOrder(message) ? keys(message.alerts()) : Set.of();
        if (!alerts.isEmpty()) {
            replace(
                    "select :part, a.after_id, a.alert from delivery_after a where a.delivery_id = :old",
                    old,
                    part,
                    alerts);
            replace(
                    "select a.delivery_id, :part, a.alert from delivery_after a where a.after_id = :old",
                    old,
                    part,
                    alerts);
        }
    }

    private void replace(String selected, long old, long part, Set<String> alerts) {
        jdbc.sql("insert into delivery_after (delivery_id, after_id, alert) " + selected + " and a.alert in (:alerts)")
                .param("part", part)
                .param("old", old)
                .param("alerts", alerts)
                .update();
    }

    /** Whether something waits at a contact point behind messages of another group. */
    boolean isAnyBehindAnother(ContactPointName contactPoint) {
        return jdbc.sql("select count(*) from delivery_after a join delivery d on d.id = a.delivery_id"
                                + " join delivery e on e.id = a.after_id where d.contact_point = :name and d.state in "
                                + OPEN + " and e.state in " + OPEN)
                        .param("name", contactPoint.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Forgets the alerts of messages that have come to their ends, as far as no older one waits. */
    void forgetEnded() {
        jdbc.sql("delete from delivery_alert where delivery_id < coalesce((select min(id) from delivery where state in "
                        + DeliveryRows.WAITING + "), (select max(id) + 1 from delivery))")
                .update();
    }

    /** All later messages wait for a summary anyway, and no message waits for a file of log lines. */
    private static boolean isInOrder(Message message) {
        return !message.isLinesFile() && !message.groupKey().equals(DeliveryQueue.STORM_GROUP);
    }

    /** A report on a silence is in a group of its own and lists alerts as firing, too. */
    private static boolean isReport(Message message) {
        return message.reason() == NotificationReason.SILENCE_ENDED
                || message.reason() == NotificationReason.SILENCE_EXPIRING;
    }

    private static Set<String> keys(Collection<AlertEntry> alerts) {
        return alerts.stream()
                .map(alert -> AlertKey.ofAllEpisodes(alert.alertId()))
                .collect(Collectors.toSet());
    }
}
