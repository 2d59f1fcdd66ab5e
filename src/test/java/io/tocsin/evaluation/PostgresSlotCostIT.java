package io.tocsin.evaluation;

import io.tocsin.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

class PostgresSlotCostIT extends SlotCostContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }

    /** Of the server's log, in which there are no whole pages: the tests' server writes none. */
    @Override
    long written(JdbcClient client) {
        return client.sql("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
                .query(Long.class)
                .single();
    }

    @Override
    long mostBytes() {
        return 1_600;
    }

    @Override
    long mostBytesMoving() {
        return 5_000;
    }
}
