package io.tocsin.contactpoint.inbox;

import io.tocsin.database.Decoded;
import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.database.UnreadableRows;
import io.tocsin.message.MessageStatus;
import io.tocsin.rule.ContactPointName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The messages of all Inboxes. Blocks. */
@Repository
public class InboxMessages {

    public static final int MAX_PAGE_SIZE = 200;

    private static final String SELECT = "select id, contact_point, message_status, headline, slack_payload,"
            + " discord_payload, received_at from inbox_message";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final RacingInsert inserts;
    private final UnreadableRows unreadable;

    InboxMessages(JdbcClient jdbc, PlatformTransactionManager transactions, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.unreadable = unreadable;
        this.inserts = new RacingInsert(transactions);
    }

    /**
     * The newest first, at most {@link #MAX_PAGE_SIZE}.
     *
     * @param before only messages with a smaller id; null: from the newest
     */
    public List<InboxMessage> list(@Nullable Long before, int limit) {
        return jdbc.sql(SELECT + " where id < :before order by id desc limit :limit")
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", Math.min(Math.max(limit, 1), MAX_PAGE_SIZE))
                .query(this::read)
                .list();
    }

    /** What a delivery brought; empty when it was deleted meanwhile. */
    public Optional<InboxMessage> findByDelivery(long deliveryId) {
        return jdbc.sql(SELECT + " where delivery_id = :delivery")
                .param("delivery", deliveryId)
                .query(this::read)
                .optional();
    }

    /** A text that is another one after each new message. */
    public String changeMark() {
        return jdbc.sql("select coalesce(max(id), 0) from inbox_message")
                .query(String.class)
                .single();
    }

    /** Keeps a message; a second one of the same delivery changes nothing. Id 0 is a test, which is kept each time. */
    @Transactional
    public void add(long deliveryId, InboxMessage message) {
        if (deliveryId == 0 || !isKnown(deliveryId)) {
            // A delivery that was taken over may be inserted by its former worker at this moment; one of both is
            // enough.
            inserts.tryInsert(() -> insert(deliveryId, message));
        }
    }

    private void insert(long deliveryId, InboxMessage message) {
        jdbc.sql("insert into inbox_message (delivery_id, contact_point, message_status, headline, slack_payload,"
                        + " discord_payload, received_at) values (:delivery, :contactPoint, :status, :headline,"
                        + " :slack, :discord, :at)")
                .param("delivery", deliveryId > 0 ? deliveryId : null, Types.BIGINT)
                .param("contactPoint", message.contactPoint().value())
                .param("status", message.status().name())
                .param("headline", message.headline())
                .param("slack", message.slackPayload())
                .param("discord", message.discordPayload())
                .param("at", SqlTimes.of(message.receivedAt()))
                .update();
    }

    /** Changes the message of a delivery in place; it keeps its time. False when there is none. */
    @Transactional
    public boolean replace(long deliveryId, InboxMessage message) {
        return jdbc.sql("update inbox_message set message_status = :status, headline = :headline,"
                                + " slack_payload = :slack, discord_payload = :discord where delivery_id = :delivery")
                        .param("delivery", deliveryId)
                        .param("status", message.status().name())
                        .param("headline", message.headline())
                        .param("slack", message.slackPayload())
                        .param("discord", message.discordPayload())
                        .update()
                == 1;
    }

    private boolean isKnown(long deliveryId) {
        return jdbc.sql("select count(*) from inbox_message where delivery_id = :delivery")
                        .param("delivery", deliveryId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private InboxMessage read(ResultSet row, int number) throws SQLException {
        return new InboxMessage(
                row.getLong("id"),
                new ContactPointName(row.getString("contact_point")),
                StoredEnums.read(row.getString("message_status"), MessageStatus.FIRING),
                row.getString("headline"),
                payload(row, "slack_payload", "text"),
                payload(row, "discord_payload", "content"),
                SqlTimes.read(row, "received_at"));
    }

    /** One that is no JSON object is shown by the message's headline, so that it does not take the page with it. */
    private String payload(ResultSet row, String column, String field) throws SQLException {
        String stored = row.getString(column);
        Decoded<JsonNode> payload = Decoded.of(() -> JSON.readTree(stored), problem -> JSON.nullNode());
        if (payload.value().isObject()) {
            return stored;
        }
        String problem = payload.isReadable() ? "it is no JSON object" : payload.problem();
        unreadable.met("inbox_message", row.getString("id") + ", " + column, problem);
        return JSON.createObjectNode().put(field, row.getString("headline")).toString();
    }
}
