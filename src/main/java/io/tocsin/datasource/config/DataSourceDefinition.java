package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.http.HttpSettings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One configured data source.
 *
 * @param httpSettings absent for the embedded log store only
 * @param timeout the most time for one query
 * @param maxConcurrent the most queries under way at the same time
 */
public record DataSourceDefinition(
        DataSourceName name,
        DataSourceType type,
        @Nullable HttpSettings httpSettings,
        Duration timeout,
        int maxConcurrent) {

    public Optional<HttpSettings> http() {
        return Optional.ofNullable(httpSettings);
    }
}
