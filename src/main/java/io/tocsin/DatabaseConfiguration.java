package io.tocsin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.database.ClosedDatabase;
import io.tocsin.database.file.SyncedFilePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one database: PostgreSQL when a URL is given, and otherwise H2 in a file of the data directory. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    private static final Logger log = LoggerFactory.getLogger(DatabaseConfiguration.class);
    private static final String FILE_NAME = "tocsin";

    /**
     * {@code WRITE_DELAY=0}: a commit is in the file before it returns, so that {@code kill -9} loses nothing that was
     * acknowledged. {@code DB_CLOSE_ON_EXIT=FALSE}: the pool closes the database, after everything that uses it.
     */
    private static final String H2_SETTINGS =
            ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;CACHE_SIZE=16384";

    @Bean
    HikariDataSource dataSource(DatabaseProperties properties) {
        DatabaseProperties.Db db = properties.db();
        HikariConfig config = new HikariConfig();
        config.setPoolName("tocsin");
        config.setMaximumPoolSize(db.poolSize());
        config.setMinimumIdle(2);
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        if (db.url().isBlank()) {
            config.setJdbcUrl(fileUrl(properties.dataDir()));
            config.setUsername("sa");
            config.setPassword("");
            config.setExceptionOverride(new ClosedDatabase());
        } else {
            config.setJdbcUrl(db.url());
            config.setUsername(db.user());
            config.setPassword(db.passwordSecret().reveal());
        }
        if (config.getJdbcUrl().startsWith("jdbc:postgresql:")) {
            usePostgres(config);
        }
        return new HikariDataSource(config);
    }

    static String fileUrl(Path dataDir) {
        Path directory = dataDir.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot create the data directory " + directory + "; set TOCSIN_DATA_DIR to a writable one", e);
        }
        log.info("database is H2 file={}", directory.resolve(FILE_NAME + ".mv.db"));
        return SyncedFilePath.url(directory.resolve(FILE_NAME), false) + H2_SETTINGS;
    }

    /** A connection whose server has gone must not hang for ever: its evaluations are taken over meanwhile. */
    private static void usePostgres(HikariConfig config) {
        config.addDataSourceProperty("ApplicationName", "tocsin");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "10");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
    }
}
