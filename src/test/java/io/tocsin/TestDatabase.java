package io.tocsin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.database.H2File;
import io.tocsin.database.config.DatabaseConfiguration;
import io.tocsin.database.config.PostgresPool;
import io.tocsin.database.file.DatabaseSync;
import io.tocsin.standin.FaultyLink;
import io.tocsin.task.RepeatingTask;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A migrated database without Spring's container, as the application would have it. */
public final class TestDatabase implements AutoCloseable {

    private final HikariDataSource pool;
    private DataSource dataSource;
    private @Nullable DatabaseSync sync;
    private @Nullable RepeatingTask syncing;

    private TestDatabase(String url, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(8);
        if (url.startsWith("jdbc:postgresql:")) {
            PostgresPool.configure(config);
        } else {
            // H2 keeps the connection that made a table for as long as the file is open; it must not be retired before.
            config.setMaxLifetime(0);
        }
        pool = new HikariDataSource(config);
        dataSource = pool;
    }

    /**
     * H2 in a file with the application's own settings; opening the same directory again finds the same data. As in the
     * application it is forced to the disk once a second, so that commits need not be: what was forced last stays pinned, and
     * H2 walks through all versions since then at each commit.
     */
    public static TestDatabase h2(Path directory) {
        TestDatabase database = h2WithoutSync(directory);
        DatabaseSync sync = new DatabaseSync(new H2File(database.dataSource()), directory.resolve("tocsin"), 0);
        sync.sync();
        RepeatingTask syncing = RepeatingTask.every(Duration.ofSeconds(1), "test-database-sync", sync::sync);
        syncing.start();
        database.sync = sync;
        database.syncing = syncing;
        return database;
    }

    /** The same for a test that forces the file itself; until it does, each commit is forced. */
    public static TestDatabase h2WithoutSync(Path directory) {
        String url = DatabaseConfiguration.fileUrl(directory);
        boolean isNew = TestSchema.isAbsent(directory);
        if (isNew) {
            TestSchema.copyH2(directory);
        }
        TestDatabase database = new TestDatabase(url, "sa");
        if (!isNew) {
            TestSchema.migrate(database.dataSource);
        }
        return database;
    }

    /** A new database on the PostgreSQL server. */
    public static TestDatabase postgres() {
        return new TestDatabase(PostgresServer.newMigratedDatabase(), "postgres");
    }

    /** The same in a database that exists. */
    public static TestDatabase postgres(String url) {
        TestDatabase database = new TestDatabase(url, "postgres");
        TestSchema.migrate(database.dataSource);
        return database;
    }

    /** A new database on the PostgreSQL server, over a link that leads there, with the application's own pool. */
    public static TestDatabase postgresBehind(FaultyLink link) {
        String direct = PostgresServer.newMigratedDatabase();
        return new TestDatabase(direct.replace(":" + PostgresServer.port() + "/", ":" + link.port() + "/"), "postgres");
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** Whoever asks for it from now on is watched. */
    public WatchedDataSource watch() {
        WatchedDataSource watched = new WatchedDataSource(dataSource);
        dataSource = watched;
        return watched;
    }

    public JdbcClient client() {
        return JdbcClient.create(dataSource);
    }

    public JdbcTemplate template() {
        return new JdbcTemplate(dataSource);
    }

    public TransactionTemplate transactions() {
        return TestJpa.of(dataSource).transactions();
    }

    @Override
    public void close() {
        if (syncing != null) {
            syncing.stop();
        }
        if (sync != null) {
            sync.close();
        }
        pool.close();
    }
}
