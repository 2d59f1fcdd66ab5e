package io.tocsin.dispatch;

import io.tocsin.TestSchema;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class PolicyChangeOnH2IT extends PolicyChangeContract {

    @TempDir
    Path directory;

    private JdbcConnectionPool pool;

    @Override
    DataSource newDatabase() {
        pool = TestSchema.h2(directory);
        return pool;
    }

    @AfterEach
    void close() {
        pool.dispose();
    }
}
