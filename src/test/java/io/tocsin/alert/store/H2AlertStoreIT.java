package io.tocsin.alert.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2AlertStoreIT extends AlertStoreContract {

    @TempDir
    private Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory);
    }

    /** 20,000 alerts that fired at once were read and sorted whole for each 500 of them. */
    @Test
    void readsABatchOfEventsInTheOrderOfAnIndex() {
        assertThat(plan(JdbcAlertEventLog.UNDISPATCHED.replace("?", "500"))).contains("/* index sorted */");
        assertThat(plan(JdbcAlertEventLog.FIRST_WAITING)).contains("/* index sorted */");
        assertThat(plan(JdbcAlertEventLog.SET_ASIDE)).containsIgnoringCase("and set_aside_at > timestamp");
    }

    private String plan(String statement) {
        try (TestDatabase database = open()) {
            return database.client()
                    .sql("explain " + statement)
                    .query(String.class)
                    .single();
        }
    }
}
