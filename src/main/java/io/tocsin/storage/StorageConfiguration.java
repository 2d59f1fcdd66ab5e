package io.tocsin.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.database.DatabaseSize;
import io.tocsin.database.config.DatabaseConfiguration;
import io.tocsin.database.config.DatabaseProperties;
import io.tocsin.logstore.LogStore;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What takes space on a disk and in memory, and how much there is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DiskSpaceProperties.class)
class StorageConfiguration {

    @Bean
    @Order(1)
    Store databaseStore(DatabaseProperties properties, DataSource dataSource) {
        if (properties.db().isPostgres()) {
            return new Store("database", () -> DatabaseSize.ofPostgres(dataSource));
        }
        return new Store("database", () -> DatabaseSize.ofFiles(properties.dataDir(), DatabaseConfiguration.FILE_NAME));
    }

    @Bean
    @Order(2)
    Store logStoreStore(ObjectProvider<LogStore> logStore) {
        return new Store("log_store", () -> {
            LogStore embedded = logStore.getIfAvailable();
            return embedded == null ? 0 : embedded.segmentBytes();
        });
    }

    @Bean
    DiskUse diskUse(List<Store> stores, MeterRegistry registry) {
        return new DiskUse(stores, registry);
    }

    @Bean
    RepeatingTask diskUseTask(DiskUse diskUse) {
        return RepeatingTask.every(DiskUse.PERIOD, "disk-use", diskUse::measure).whenLate(Severity.NOTICE);
    }

    @Bean
    @Conditional(HeapUpkeep.IsNeeded.class)
    RepeatingTask heapUpkeepTask() {
        HeapUpkeep upkeep = HeapUpkeep.ofProcess().orElseThrow();
        return RepeatingTask.every(HeapUpkeep.PERIOD, "heap-upkeep", upkeep::look)
                .whenLate(Severity.NOTICE);
    }

    @Bean
    DiskSpace diskSpace(DatabaseProperties database, DiskSpaceProperties limits, MeterRegistry registry) {
        return new DiskSpace(database.dataDir(), limits, !database.db().isPostgres(), registry);
    }

    @Bean
    DataBackup dataBackup(DatabaseProperties properties, DataSource dataSource, Clock clock) {
        return new DataBackup(properties.dataDir(), properties.db().isPostgres() ? null : dataSource, clock);
    }
}
