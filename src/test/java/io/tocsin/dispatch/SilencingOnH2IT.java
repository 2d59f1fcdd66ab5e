package io.tocsin.dispatch;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SilencingOnH2IT extends SilencingContract {

    @TempDir
    Path directory;

    private JdbcConnectionPool pool;

    @Override
    DataSource newDatabase() {
        pool = JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("tocsin"), "sa", "");
        return pool;
    }

    @AfterEach
    void close() {
        pool.dispose();
    }
}
