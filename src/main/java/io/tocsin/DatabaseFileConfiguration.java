package io.tocsin;

import io.tocsin.database.file.DatabaseSync;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Forces the H2 file of the data directory to the device, and keeps room for it. */
@Configuration(proxyBeanMethods = false)
@Conditional(DatabaseFileConfiguration.NoUrlIsGiven.class)
class DatabaseFileConfiguration {

    /** Room for some hours of what must be stored, when others fill the disk. */
    private static final long RESERVED_BYTES = 16L * 1024 * 1024;
    /** When each commit is forced by itself there is only the room to be looked after. */
    private static final Duration WITHOUT_SYNCS = Duration.ofSeconds(1);

    static final class NoUrlIsGiven implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getEnvironment().getProperty("tocsin.db.url", "").isBlank();
        }
    }

    @Bean
    DatabaseSync databaseSync(DataSource dataSource, DatabaseProperties properties) {
        return new DatabaseSync(dataSource, DatabaseConfiguration.file(properties.dataDir()), RESERVED_BYTES);
    }

    @Bean
    RepeatingTask databaseSyncTask(DatabaseSync sync, DatabaseProperties properties) {
        Duration period = properties.fsync().isZero() ? WITHOUT_SYNCS : properties.fsync();
        return RepeatingTask.every(period, "database-sync", sync::sync).stopping(StopOrder.LAST);
    }
}
