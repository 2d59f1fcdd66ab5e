package io.tocsin.alert.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data source that fails, or that people still believe to fail.
 *
 * @param failingSince the first slot that could not be evaluated; null when it answers again
 * @param firstFailedAt when it failed first in this outage; null before the first failure
 * @param failedAt when it failed last; null before the first failure
 * @param message the newest failure in words
 * @param firedAt when people were told; null when they were not
 */
public record DataSourceOutage(
        String dataSource,
        @Nullable Instant failingSince,
        @Nullable Instant firstFailedAt,
        @Nullable Instant failedAt,
        String message,
        @Nullable Instant firedAt) {}
