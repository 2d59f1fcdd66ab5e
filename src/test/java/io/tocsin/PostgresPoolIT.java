package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tocsin.database.DatabaseFailures;
import io.tocsin.database.config.PostgresPool;
import org.junit.jupiter.api.Test;

class PostgresPoolIT {

    @Test
    void leavesAServerThatTakesNoWritesAnyMore() {
        try (TestDatabase database = TestDatabase.postgres()) {
            database.client().sql("set default_transaction_read_only = on").update();

            Throwable refused = catchThrowable(
                    () -> database.client().sql("create table first (id int)").update());
            Throwable afterwards = catchThrowable(
                    () -> database.client().sql("create table second (id int)").update());

            assertThat(refused).isNotNull();
            assertThat(DatabaseFailures.isPassing(refused)).isTrue();
            assertThat(afterwards).isNull();
        }
    }

    @Test
    void endsTheLocksOfASuspendedReplica() {
        try (TestDatabase database = TestDatabase.postgres()) {
            String limit = database.client()
                    .sql("show idle_in_transaction_session_timeout")
                    .query(String.class)
                    .single();

            assertThat(limit).isEqualTo("20s");
        }
    }

    @Test
    void keepsWhatTheUrlSays() {
        assertThat(PostgresPool.properties("jdbc:postgresql://a,b/tocsin?socketTimeout=5&targetServerType=any"))
                .containsEntry("connectTimeout", "3")
                .doesNotContainKeys("socketTimeout", "targetServerType");
    }
}
