package io.tocsin.datasource.observe;

import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import reactor.core.publisher.Mono;

/**
 * The data sources' part of the health endpoint: down while any of them fails. It reports what the rules' queries have
 * met and asks nothing itself, so that a probe costs the data sources nothing.
 */
public final class DataSourcesHealthIndicator extends AbstractReactiveHealthIndicator {

    private final DataSources dataSources;
    private final DataSourceHealthMonitor monitor;

    public DataSourcesHealthIndicator(DataSources dataSources, DataSourceHealthMonitor monitor) {
        this.dataSources = dataSources;
        this.monitor = monitor;
    }

    @Override
    protected Mono<Health> doHealthCheck(Health.Builder builder) {
        builder.up();
        Map<String, Object> details = new TreeMap<>();
        for (DataSourceName name : dataSources.names()) {
            DataSourceHealth health = monitor.health(name);
            if (health.isFailing()) {
                builder.down();
            }
            details.put(name.value(), describe(health));
        }
        return Mono.just(builder.withDetails(details).build());
    }

    private static Map<String, Object> describe(DataSourceHealth health) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", health.isFailing() ? "failing" : health.lastAnsweredAt() == null ? "not asked" : "ok");
        putIfKnown(details, "failingSince", health.failingSince());
        putIfKnown(details, "lastAnsweredAt", health.lastAnsweredAt());
        putIfKnown(details, "lastFailedAt", health.lastFailedAt());
        putIfKnown(details, "lastReason", health.lastReason());
        if (!health.lastMessage().isEmpty()) {
            details.put("lastMessage", health.lastMessage());
        }
        return details;
    }

    private static void putIfKnown(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value.toString());
        }
    }
}
