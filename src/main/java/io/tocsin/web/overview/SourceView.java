package io.tocsin.web.overview;

import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One data source and how it fares.
 *
 * @param state {@code ok}, {@code failing} or {@code unknown}, which ends a message's key
 * @param message the newest failure while it fails; empty otherwise
 */
record SourceView(String name, String state, @Nullable Instant failingSince, String message) {

    static List<SourceView> all(DataSources sources, DataSourceHealthMonitor monitor) {
        return sources.names().stream().map(name -> of(name, monitor)).toList();
    }

    private static SourceView of(DataSourceName name, DataSourceHealthMonitor monitor) {
        DataSourceHealth health = monitor.health(name);
        String state = health.isFailing() ? "failing" : health.lastAnsweredAt() == null ? "unknown" : "ok";
        return new SourceView(
                name.value(), state, health.failingSince(), health.isFailing() ? health.lastMessage() : "");
    }
}
