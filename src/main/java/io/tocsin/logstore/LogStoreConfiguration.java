package io.tocsin.logstore;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The embedded log store in {@code <data directory>/log-store}, unless a Loki is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedStoreCondition.class)
@EnableConfigurationProperties(EmbeddedStoreProperties.class)
public class LogStoreConfiguration {

    /** When each push is flushed by itself, this only finds out that it is possible again. */
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    @Bean
    RecentLosses recentLosses(ObjectProvider<Clock> clock) {
        return new RecentLosses(clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    LogStoreMetrics logStoreMetrics(ObjectProvider<MeterRegistry> registry, RecentLosses losses) {
        return new LogStoreMetrics(registry.getIfAvailable(SimpleMeterRegistry::new), losses);
    }

    @Bean
    LogStore logStore(
            EmbeddedStoreProperties properties,
            @Value("${tocsin.data-dir:data}") Path dataDirectory,
            @Value("${tocsin.fsync:1s}") DurationSetting fsync,
            @Value("${tocsin.disk.full:64MB}") ByteSize minFree,
            ObjectProvider<Clock> clock,
            LogStoreMetrics metrics)
            throws IOException {
        LogStoreSettings settings = properties.settings(
                dataDirectory.resolve("log-store"), Runtime.getRuntime().maxMemory(), fsync.value(), minFree.bytes());
        LogStore store = LogStore.open(settings, clock.getIfAvailable(Clock::systemUTC), metrics);
        metrics.observe(store);
        return store;
    }

    @Bean
    ConcernSource logStoreConcerns(LogStore store) {
        return store.concernSource();
    }

    @Bean
    RepeatingTask logStoreSyncTask(
            LogStore store, EmbeddedStoreProperties properties, @Value("${tocsin.fsync:1s}") DurationSetting fsync) {
        Duration interval = properties.syncInterval(fsync.value());
        return RepeatingTask.every(interval.isZero() ? RETRY_INTERVAL : interval, "log-store-sync", store::sync)
                .stopping(StopOrder.LAST);
    }

    @Bean
    QueryMemory queryMemory(LogStoreMetrics metrics) {
        QueryMemory memory = QueryMemory.ofHeap(Runtime.getRuntime().maxMemory());
        metrics.observe(memory);
        return memory;
    }

    @Bean
    RepeatingTask logStoreRetentionTask(LogStore store) {
        return RepeatingTask.every(store.retentionInterval(), "log-store-retention", store::retain)
                .stopping(StopOrder.LAST)
                .whenLate(Severity.UNWATCHED);
    }
}
