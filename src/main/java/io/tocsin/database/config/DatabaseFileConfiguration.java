package io.tocsin.database.config;

import io.tocsin.database.H2File;
import io.tocsin.database.file.DatabaseSync;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Forces the H2 file of the data directory to the device, and keeps room for it. */
@Configuration(proxyBeanMethods = false)
@Conditional(H2Configuration.NoUrlIsGiven.class)
class DatabaseFileConfiguration {

    /** Room for some hours of what must be stored, when others fill the disk. */
    private static final long RESERVED_BYTES = 16L * 1024 * 1024;
    /** When each commit is forced by itself there is only the room to be looked after. */
    private static final Duration WITHOUT_SYNCS = Duration.ofSeconds(1);

    @Bean
    DatabaseSync databaseSync(H2File database, DatabaseProperties properties) {
        DatabaseSync sync =
                new DatabaseSync(database, DatabaseConfiguration.file(properties.dataDir()), RESERVED_BYTES);
        sync.sync();
        return sync;
    }

    @Bean
    RepeatingTask databaseSyncTask(DatabaseSync sync, DatabaseProperties properties) {
        Duration period = properties.fsync().isZero() ? WITHOUT_SYNCS : properties.fsync();
        return RepeatingTask.every(period, "database-sync", sync::sync).stopping(StopOrder.LAST);
    }
}
