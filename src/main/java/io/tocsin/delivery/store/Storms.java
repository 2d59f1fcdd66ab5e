package io.tocsin.delivery.store;

import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.Storm;
import io.tocsin.message.Message;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/** The storms that go on. Each change happens in one transaction with the deliveries that it is about. Blocks. */
@Repository
public class Storms {

    private static final String INSERT = "insert into delivery_storm (contact_point, began_at, summed_up_at, busy_at,"
            + " posted_at, part, messages, unsummed, version)"
            + " values (:name, :began, :summed, :busy, :posted, :part, :messages, :unsummed, 0)";
    private static final String UPDATE = "update delivery_storm set began_at = :began, summed_up_at = :summed,"
            + " busy_at = :busy, posted_at = :posted, part = :part, messages = :messages, unsummed = :unsummed,"
            + " version = version + 1 where contact_point = :name and version = :version";

    private final JdbcClient jdbc;
    private final DeliveryRows rows;
    private final OrderAcrossGroups order;
    private final RacingInsert inserts;

    Storms(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.rows = new DeliveryRows(jdbc);
        this.order = new OrderAcrossGroups(jdbc);
        this.inserts = new RacingInsert(transactions);
    }

    /** Those that go on, by contact point. */
    public List<Storm> findAll() {
        return jdbc.sql("select * from delivery_storm order by contact_point")
                .query(Storms::read)
                .list();
    }

    public Optional<Storm> find(ContactPointName name) {
        return jdbc.sql("select * from delivery_storm where contact_point = :name")
                .param("name", name.value())
                .query(Storms::read)
                .optional();
    }

    /** The newest summary of a storm, sent or not; empty when it cannot be read. */
    public Optional<Message> findSummary(Storm storm) {
        return jdbc.sql("select " + DeliveryRows.COLUMNS + " from delivery d where d.contact_point = :name"
                        + " and d.group_hash = :group and d.queued_at >= :began order by d.id desc limit 1")
                .param("name", storm.contactPoint().value())
                .param("group", DeliveryRows.groupHash(DeliveryQueue.STORM_GROUP))
                .param("began", SqlTimes.of(storm.times().began()))
                .query(rows::read)
                .optional()
                .filter(Delivery::isReadable)
                .map(Delivery::message);
    }

    /**
     * Takes waiting messages into a storm, which begins with it if it is new, and queues its summary.
     *
     * @param summary null when further messages are folded before the summary is written
     * @return the storm as it is then; empty when somebody else changed the storm or a message, and nothing is written
     */
    @Transactional
    public Optional<Storm> fold(
            Storm next, List<Delivery> waiting, @Nullable Function<Storm.Totals, NewDelivery> summary, Instant at) {
        Optional<Storm> written = write(next);
        if (written.isEmpty() || !rows.endReplaced(waiting, "folded into the summary of a storm", at)) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
            return Optional.empty();
        }
        addGroups(next.contactPoint(), waiting);
        if (summary != null) {
            rows.insert(summary.apply(totals(next.contactPoint())), next.contactPoint(), 0, at);
        }
        return written;
    }

    /**
     * Ends a storm with its last summary. That knows nothing of what waits still, which is queued anew, behind it.
     *
     * @return false when somebody else changed the storm or a message, or something waits for another group; then nothing is
     *     written
     */
    @Transactional
    public boolean end(Storm storm, List<Delivery> waiting, Function<Storm.Totals, NewDelivery> summary, Instant at) {
        NewDelivery last = summary.apply(totals(storm.contactPoint()));
        int deleted = jdbc.sql("delete from delivery_storm where contact_point = :name and version = :version")
                .param("name", storm.contactPoint().value())
                .param("version", storm.version())
                .update();
        // What is queued anew is behind what came before it in no group, so it must not be waited for.
        if (deleted != 1
                || order.isAnyBehindAnother(storm.contactPoint())
                || !rows.endReplaced(waiting, "sent after the last summary of a storm", at)) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
            return false;
        }
        rows.insert(last, storm.contactPoint(), 0, at);
        for (Delivery delivery : waiting) {
            NewDelivery behind = new NewDelivery("delivery:" + delivery.id() + "#0", delivery.message());
            rows.insertInstead(delivery, List.of(behind), at);
        }
        return true;
    }

    private Optional<Storm> write(Storm next) {
        boolean isNew = find(next.contactPoint()).isEmpty();
        boolean isWritten = isNew
                ? inserts.tryInsert(() -> parameters(INSERT, next).update())
                : parameters(UPDATE, next).param("version", next.version()).update() == 1;
        return isWritten ? find(next.contactPoint()) : Optional.empty();
    }

    private JdbcClient.StatementSpec parameters(String statement, Storm storm) {
        return jdbc.sql(statement)
                .param("name", storm.contactPoint().value())
                .param("began", SqlTimes.of(storm.times().began()))
                .param("summed", SqlTimes.of(storm.times().summedUp()))
                .param("busy", SqlTimes.of(storm.times().busy()))
                .param("posted", SqlTimes.of(storm.times().posted()))
                .param("part", storm.part())
                .param("messages", storm.messages())
                .param("unsummed", storm.isUnsummed());
    }

    /** A later message of a group knows how many alerts fire; how many have resolved adds up. */
    private void addGroups(ContactPointName name, List<Delivery> waiting) {
        Map<String, Storm.Totals> groups = new LinkedHashMap<>();
        for (Delivery delivery : waiting) {
            Message message = delivery.message();
            if (isOfAlerts(message)) {
                groups.merge(
                        DeliveryRows.groupHash(message.groupKey()),
                        new Storm.Totals(1, message.firing(), message.resolved()),
                        (before, after) -> new Storm.Totals(1, after.firing(), before.resolved() + after.resolved()));
            }
        }
        groups.forEach((hash, totals) -> {
            int updated = group(
                    "update delivery_storm_group set firing = :firing, resolved = resolved + :resolved"
                            + " where contact_point = :name and group_hash = :hash",
                    name,
                    hash,
                    totals);
            if (updated == 0) {
                group(
                        "insert into delivery_storm_group (contact_point, group_hash, firing, resolved)"
                                + " values (:name, :hash, :firing, :resolved)",
                        name,
                        hash,
                        totals);
            }
        });
    }

    /** What is said of silences counts alerts that other messages count. */
    private static boolean isOfAlerts(Message message) {
        return message.reason() != NotificationReason.SILENCE_ENDED
                && message.reason() != NotificationReason.SILENCE_EXPIRING
                && !message.isEditOnly();
    }

    private int group(String statement, ContactPointName name, String hash, Storm.Totals totals) {
        return jdbc.sql(statement)
                .param("name", name.value())
                .param("hash", hash)
                .param("firing", totals.firing())
                .param("resolved", totals.resolved())
                .update();
    }

    private Storm.Totals totals(ContactPointName name) {
        return jdbc.sql(
                        "select count(*) as groups_taken, coalesce(sum(firing), 0) as firing,"
                                + " coalesce(sum(resolved), 0) as resolved from delivery_storm_group where contact_point = :name")
                .param("name", name.value())
                .query((row, number) ->
                        new Storm.Totals(row.getInt("groups_taken"), row.getInt("firing"), row.getInt("resolved")))
                .single();
    }

    private static Storm read(ResultSet row, int number) throws SQLException {
        return new Storm(
                new ContactPointName(row.getString("contact_point")),
                new Storm.Times(
                        SqlTimes.read(row, "began_at"),
                        SqlTimes.read(row, "summed_up_at"),
                        SqlTimes.read(row, "busy_at"),
                        SqlTimes.read(row, "posted_at")),
                row.getInt("part"),
                row.getInt("messages"),
                row.getBoolean("unsummed"),
                row.getLong("version"));
    }
}
