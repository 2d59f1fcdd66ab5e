package io.tocsin.database.config;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.database.H2File;
import io.tocsin.database.H2Housekeeping;
import io.tocsin.database.ScheduleInMemory;
import io.tocsin.database.file.DatabaseSync;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What only an H2 file needs, in the data directory or where a URL says. */
@Configuration(proxyBeanMethods = false)
@Conditional(H2Configuration.IsFileOfThisProcess.class)
class H2Configuration {

    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** H2 in memory has no file, and one on a server is the server's to keep. */
    private static final Pattern FILE_OF_THIS_PROCESS =
            Pattern.compile("jdbc:h2:(?!mem:|nioMemFS:|memFS:|tcp:|ssl:|zip:).*");

    static final class NoUrlIsGiven implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return url(context).isBlank();
        }
    }

    static final class IsFileOfThisProcess implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isFileOfThisProcess(url(context));
        }
    }

    private static String url(ConditionContext context) {
        return context.getEnvironment().getProperty("tocsin.db.url", "");
    }

    /** @param url what TOCSIN_DB_URL says; empty: the file in the data directory */
    static boolean isFileOfThisProcess(String url) {
        return url.isBlank() || FILE_OF_THIS_PROCESS.matcher(url).matches();
    }

    /** No other process can use the file, so that nobody else needs to know what is due. */
    @Bean
    ScheduleInMemory scheduleInMemory() {
        return new ScheduleInMemory();
    }

    @Bean
    FlywayMigrationStrategy h2OpenedAnewAfterMigrations(HikariDataSource dataSource) {
        return flyway -> {
            if (flyway.migrate().migrationsExecuted > 0) {
                openAnew(dataSource);
            }
        };
    }

    /**
     * Closes the database, so that the next connection reads its tables from the file. H2 keeps the connection that made a table
     * with the table's checks, and they fail from the moment at which the pool retires it; those that are read from the file
     * belong to no connection.
     */
    static void openAnew(HikariDataSource dataSource) {
        try (Connection connection = DriverManager.getConnection(
                        dataSource.getJdbcUrl(), dataSource.getUsername(), dataSource.getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        } catch (SQLException e) {
            throw new IllegalStateException("the database that was just made cannot be closed", e);
        }
        HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
        if (pool != null) {
            pool.softEvictConnections();
        }
    }

    @Bean
    H2File h2File(DataSource dataSource) {
        return new H2File(dataSource);
    }

    @Bean
    H2Housekeeping h2Housekeeping(H2File file, MeterRegistry registry) {
        Timer pauses = Timer.builder("tocsin.database.housekeeping")
                .description("Slices of housekeeping of the H2 file; commits wait for each")
                .publishPercentiles(0.99)
                .register(registry);
        H2Housekeeping housekeeping = new H2Housekeeping(file, pauses::record);
        Gauge.builder(
                        "tocsin.database.live",
                        housekeeping,
                        keeper -> keeper.newestUse().live())
                .description("What of the H2 file is in use; the rest is free, or will be")
                .baseUnit("bytes")
                .register(registry);
        return housekeeping;
    }

    @Bean
    RepeatingTask h2HousekeepingTask(H2Housekeeping housekeeping) {
        return new RepeatingTask("h2-housekeeping", PERIOD, housekeeping::step).whenLate(Severity.NOTICE);
    }

    /** At the end: after everything that uses the database has stopped, and before the pool closes it. */
    @Bean
    DisposableBean h2FileMadeSmall(H2Housekeeping housekeeping, ObjectProvider<DatabaseSync> syncs) {
        DatabaseSync sync = syncs.getIfAvailable();
        return () -> housekeeping.finish(sync == null ? () -> {} : sync::sync);
    }
}
