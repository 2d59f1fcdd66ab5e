package io.tocsin.database.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.database.ClosedDatabase;
import io.tocsin.database.file.SyncedFilePath;
import io.tocsin.start.CannotStartException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one database: PostgreSQL when a URL is given, and otherwise H2 in a file of the data directory. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
public class DatabaseConfiguration {

    private static final Logger log = LoggerFactory.getLogger(DatabaseConfiguration.class);
    public static final String FILE_NAME = "tocsin";
    /** A server that starts at the same time, as in a compose file, needs some seconds; an hour would hide a mistake. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofSeconds(10);

    /**
     * {@code WRITE_DELAY=0}: a commit is in the file before it returns, so that {@code kill -9} loses nothing that was
     * acknowledged; H2 then does no housekeeping, and {@link io.tocsin.database.H2Housekeeping} does. {@code
     * RETENTION_TIME=0}: what nobody can read any more is used again. {@code MAX_COMPACT_TIME=0}: a process that is killed
     * while H2 itself makes the file smaller at the end would lose commits; the housekeeping has done it before. {@code
     * DB_CLOSE_ON_EXIT=FALSE}: the pool closes the database, after everything that uses it. {@code TRACE_LEVEL_FILE=0}: its
     * errors come as exceptions, and are logged.
     */
    private static final String H2_SETTINGS =
            ";WRITE_DELAY=0;RETENTION_TIME=0;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE"
                    + ";LOCK_TIMEOUT=10000;CACHE_SIZE=16384;QUERY_CACHE_SIZE=64;TRACE_LEVEL_FILE=0";

    @Bean
    HikariDataSource dataSource(DatabaseProperties properties, EarlierDatabase earlier) {
        DatabaseProperties.Db db = properties.db();
        HikariConfig config = new HikariConfig();
        config.setPoolName("tocsin");
        config.setMaximumPoolSize(db.poolSize());
        config.setMinimumIdle(2);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        if (db.url().isBlank()) {
            return h2(config, properties);
        }
        if (!db.isPostgres() && !db.url().startsWith("jdbc:h2:")) {
            throw new CannotStartException(
                    "TOCSIN_DB_URL is \"" + DatabaseStart.shown(db.url()) + "\", which is no JDBC URL of PostgreSQL",
                    "write it like jdbc:postgresql://host:5432/database, with TOCSIN_DB_USER and TOCSIN_DB_PASSWORD");
        }
        config.setJdbcUrl(db.url());
        config.setUsername(db.user());
        config.setPassword(db.passwordSecret().reveal());
        if (db.isPostgres()) {
            return postgres(config, db, earlier);
        }
        return new HikariDataSource(config);
    }

    private static HikariDataSource h2(HikariConfig config, DatabaseProperties properties) {
        String url = fileUrl(properties.dataDir(), properties.fsync().isZero());
        Path file = databaseFile(properties.dataDir());
        config.setExceptionOverride(new ClosedDatabase());
        config.setJdbcUrl(url);
        config.setUsername("sa");
        config.setPassword("");
        DatabaseStart.refuseEmpty(file);
        FirstDatabase.makeIfAbsent(file);
        // Open until the pool has connections of its own: with its last one the database is closed.
        try (Connection first = DatabaseStart.h2(url, file)) {
            log.info(
                    "Database is H2: file={} version={}",
                    file,
                    first.getMetaData().getDatabaseProductVersion());
            return new HikariDataSource(config);
        } catch (SQLException e) {
            throw new IllegalStateException("the first connection to " + file + " does not work", e);
        }
    }

    /** Migrations may take longer than any other statement, so they have a connection without a time limit. */
    @Bean
    FlywayConfigurationCustomizer migrationsWithoutTimeLimit(DatabaseProperties properties) {
        DatabaseProperties.Db db = properties.db();
        return configuration -> {
            if (db.isPostgres()) {
                configuration.dataSource(
                        db.url(), db.user(), db.passwordSecret().reveal());
            }
        };
    }

    private static HikariDataSource postgres(HikariConfig config, DatabaseProperties.Db db, EarlierDatabase earlier) {
        PostgresPool.configure(config);
        try (Connection first = new DatabaseStart(PATIENCE, PAUSE).postgres(db)) {
            earlier.look(first);
            log.info(
                    "Database is PostgreSQL: url={} user={} version={}",
                    DatabaseStart.shown(db.url()),
                    db.user(),
                    first.getMetaData().getDatabaseProductVersion());
            return new HikariDataSource(config);
        } catch (SQLException e) {
            throw new IllegalStateException("the first connection to PostgreSQL does not work", e);
        }
    }

    public static String fileUrl(Path dataDir) {
        return fileUrl(dataDir, false);
    }

    private static String fileUrl(Path dataDir, boolean syncsEachCommit) {
        DataDirectory.require(dataDir);
        return SyncedFilePath.url(file(dataDir), syncsEachCommit) + H2_SETTINGS;
    }

    /** The database's file. */
    public static Path databaseFile(Path dataDir) {
        return Path.of(file(dataDir) + ".mv.db");
    }

    /** The database's file, without H2's suffix. */
    static Path file(Path dataDir) {
        return dataDir.toAbsolutePath().normalize().resolve(FILE_NAME);
    }
}
