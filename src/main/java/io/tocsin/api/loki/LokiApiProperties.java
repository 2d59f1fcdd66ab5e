package io.tocsin.api.loki;

import io.tocsin.logstore.DurationSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the Loki-compatible API.
 *
 * @param queryTimeout after it a query is answered with 504; default 1m
 * @param queryThreads how many queries run at once; 0, the default, for one less than the processors, at least 1
 * @param maxWaitingQueries how many queries may wait for each thread; further ones are answered with 429; default 100
 */
@ConfigurationProperties("tocsin.embedded.api")
public record LokiApiProperties(
        @DefaultValue("1m") DurationSetting queryTimeout,
        @DefaultValue("0") int queryThreads,
        @DefaultValue("100") int maxWaitingQueries) {

    public LokiApiProperties {
        if (queryTimeout.value().isZero()) {
            throw new IllegalArgumentException("tocsin.embedded.api.query-timeout must be longer than 0");
        }
        if (queryThreads < 0 || maxWaitingQueries < 1) {
            throw new IllegalArgumentException("tocsin.embedded.api.query-threads must not be negative and"
                    + " max-waiting-queries must be at least 1");
        }
    }

    int threads() {
        return queryThreads > 0
                ? queryThreads
                : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }
}
