package io.tocsin.delivery.worker;

import io.tocsin.TestSchema;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2DeliveryIT extends DeliveryContract {

    @TempDir
    Path directory;

    private JdbcConnectionPool pool;

    @Override
    DataSource newDatabase() {
        pool = TestSchema.h2(directory);
        return pool;
    }

    @AfterEach
    @Override
    void stop() {
        super.stop();
        pool.dispose();
    }
}
