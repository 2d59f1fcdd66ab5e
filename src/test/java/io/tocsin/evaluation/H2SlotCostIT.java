package io.tocsin.evaluation;

import io.tocsin.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class H2SlotCostIT extends SlotCostContract {

    @TempDir
    private Path home;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(home);
    }

    /** To its file: each commit writes the pages that it changed, and those that lead to them. */
    @Override
    long written(JdbcClient client) {
        return client.sql(
                        "select setting_value from information_schema.settings where setting_name = 'info.FILE_WRITE_BYTES'")
                .query(Long.class)
                .single();
    }

    @Override
    long mostBytes() {
        return 25_000;
    }

    @Override
    long mostBytesMoving() {
        return 30_000;
    }
}
