package io.tocsin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class DatabaseConcernsTest {

    private final FaultyDatabase database = new FaultyDatabase();
    private final DatabaseConcerns concerns = new DatabaseConcerns(database);

    /** An H2 in memory that refuses connections, or lets them wait, when it is told to. */
    private static final class FaultyDatabase extends DelegatingDataSource {

        private final CountDownLatch hangs = new CountDownLatch(1);
        private volatile boolean isHanging;
        private volatile boolean isAway;

        private FaultyDatabase() {
            super(h2());
        }

        private static JdbcDataSource h2() {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setUrl("jdbc:h2:mem:database-concerns");
            return h2;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (isHanging) {
                try {
                    hangs.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            if (isAway) {
                throw new SQLException("Connection refused\nand more");
            }
            return super.getConnection();
        }
    }

    @AfterEach
    void close() {
        database.hangs.countDown();
        concerns.destroy();
    }

    private static void assertAway(List<Concern> found, String why) {
        assertThat(found).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("database-away");
            assertThat(concern.severity()).isEqualTo(Severity.UNREADY);
            assertThat(concern.reason()).contains(why).doesNotContain("and more");
        });
    }

    @Test
    void saysThatTheDatabaseRefusesAndThatItAnswersAgain() {
        assertThat(concerns.concerns()).isEmpty();

        database.isAway = true;
        await().untilAsserted(() -> assertAway(concerns.concerns(), "Connection refused"));

        database.isAway = false;
        await().untilAsserted(() -> assertThat(concerns.concerns()).isEmpty());
    }

    @Test
    void neverWaitsForADatabaseThatHangs() {
        database.isHanging = true;

        await().untilAsserted(() -> assertAway(concerns.concerns(), "has not answered for "));
    }
}
