package io.tocsin.datasource;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a data source has fared lately. A query that the data source refused for a reason of the query's own counts as
 * answered.
 *
 * @param failingSince the first failure after the last answer; null while it answers
 * @param lastReason why the newest failed query failed; kept after it answers again
 * @param lastMessage the newest failure in words, for people
 * @param lastAnsweredAt null before the first answer
 */
public record DataSourceHealth(
        DataSourceName name,
        @Nullable Instant failingSince,
        @Nullable QueryFailure lastReason,
        String lastMessage,
        @Nullable Instant lastAnsweredAt) {

    static DataSourceHealth unknown(DataSourceName name) {
        return new DataSourceHealth(name, null, null, "", null);
    }

    public boolean isFailing() {
        return failingSince != null;
    }

    DataSourceHealth answered(Instant at) {
        return new DataSourceHealth(name, null, lastReason, lastMessage, at);
    }

    DataSourceHealth failed(QueryFailure reason, String message, Instant at) {
        Instant since = failingSince == null ? at : failingSince;
        return new DataSourceHealth(name, since, reason, message, lastAnsweredAt);
    }
}
