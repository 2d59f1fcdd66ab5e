package io.tocsin.delivery.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.TestDatabase;
import io.tocsin.WatchedDataSource;
import io.tocsin.database.SqlTimes;
import io.tocsin.rule.ContactPointName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How H2 finds what waits for one contact point while very much waits for others. */
class DeliveryQueuePlansIT {

    private static final ContactPointName NAME = new ContactPointName("chat5");
    private static final Instant NOW = Instant.parse("2026-03-01T10:02:00Z");

    @TempDir
    private Path directory;

    private TestDatabase database;
    private WatchedDataSource watched;
    private DeliveryQueue queue;

    @BeforeEach
    void fill() {
        database = TestDatabase.h2(directory);
        watched = new WatchedDataSource(database.dataSource());
        queue = new DeliveryQueue(JdbcClient.create(watched));
        database.client()
                .sql("insert into delivery (idempotency_key, contact_point, group_hash, state, reason, message_status,"
                        + " headline, message, queued_at, due_at) select 'key' || x, 'chat' || mod(x, 20),"
                        + " lpad(cast(x as varchar), 64, '0'), case mod(x, 3) when 0 then 'RETRYING' else 'QUEUED' end,"
                        + " 'FIRST_NOTIFICATION', 'FIRING', 'ocr_alert', 'no message', :at, :at"
                        + " from system_range(1, 2000)")
                .param("at", SqlTimes.of(NOW.minusSeconds(60)))
                .update();
        watched.take();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstRowsAreFoundWithoutReadingTheOthers() throws Exception {
        assertThat(queue.findDue(NAME, NOW, 1).size()).isOne();
        assertThat(queue.findWaiting(NAME, 2).size()).isEqualTo(2);
        assertThat(queue.findFoldable(NAME, 3).size()).isEqualTo(3);

        List<String> statements = watched.take();
        assertThat(statements).hasSize(6);
        for (String statement : statements) {
            assertThat(plan(statement)).contains("/* index sorted */").containsPattern(lookUpBy("CONTACT_POINT"));
        }
    }

    @Test
    void contactPointsAreFoundByTheirFirstRow() throws Exception {
        ContactPointName idle = new ContactPointName("idle");

        assertThat(queue.contactPointsWithDue(List.of(NAME, idle), NOW))
                .contains(NAME)
                .doesNotContain(idle);

        List<String> eachOf = watched.take().stream()
                .filter(statement -> statement.contains("unnest"))
                .toList();
        assertThat(eachOf).hasSize(2);
        for (String statement : eachOf) {
            assertThat(plan(statement)).containsPattern(lookUpBy("CONTACT_POINT"));
        }
    }

    @Test
    void theRowsOfAContactPointAreCountedWithoutReadingThoseOfOthers() throws Exception {
        assertThat(queue.countWaiting(NAME)).isEqualTo(100);

        for (String statement : watched.take()) {
            assertThat(plan(statement))
                    .containsPattern(lookUpBy("CONTACT_POINT"))
                    .containsPattern(lookUpBy("STATE"));
        }
    }

    @Test
    void theOldestOfBothStatesComeFirst() {
        List<Long> ids = queue.findWaiting(NAME, 4).unreadable().stream()
                .map(delivery -> delivery.id().value())
                .toList();

        assertThat(ids)
                .hasSize(4)
                .isSorted()
                .isEqualTo(database.client()
                        .sql("select id from delivery where contact_point = 'chat5' order by id limit 4")
                        .query(Long.class)
                        .list());
    }

    /** The index is asked for this column; what stands in the comment is what H2 does. */
    private static String lookUpBy(String column) {
        return "(?s)FROM \"PUBLIC\".\"DELIVERY\" \"D\"\\s*/\\* [^/]*\\b" + column + " = (\\?|'|C\\.NAME)";
    }

    private String plan(String statement) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement explain = connection.prepareStatement("explain " + statement)) {
            for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
                explain.setNull(i, Types.NULL);
            }
            try (ResultSet plan = explain.executeQuery()) {
                plan.next();
                return plan.getString(1);
            }
        }
    }
}
