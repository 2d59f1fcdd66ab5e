package io.tocsin.datasource;

import io.tocsin.datasource.QueryResult.Failure;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Remembers how each data source has fared, from the outcomes of its queries. Safe for use by many threads. */
public final class DataSourceHealthMonitor {

    private final Clock clock;
    private final UnaryOperator<DataSourceName> realName;
    private final Map<DataSourceName, DataSourceHealth> healths = new ConcurrentHashMap<>();

    /** @param realName gives the default data source its own name */
    public DataSourceHealthMonitor(Clock clock, UnaryOperator<DataSourceName> realName) {
        this.clock = clock;
        this.realName = realName;
    }

    /** Takes note of a query's outcome. */
    public void record(DataSourceName name, QueryResult<?> result) {
        healths.compute(name, (key, known) -> {
            DataSourceHealth before = known == null ? DataSourceHealth.unknown(name) : known;
            if (!(result instanceof Failure<?> failure)) {
                return before.answered(clock.instant());
            }
            if (failure.reason() == QueryFailure.BULKHEAD_FULL) {
                return before;
            }
            return failure.reason().concernsDataSource()
                    ? before.failed(failure.reason(), failure.message(), clock.instant())
                    : before.answered(clock.instant());
        });
    }

    /** It is no data source any more, or another one of the same name. */
    public void forget(DataSourceName name) {
        healths.remove(name);
    }

    /** A data source that was never asked is not failing. */
    public DataSourceHealth health(DataSourceName name) {
        DataSourceName real = realName.apply(name);
        return healths.getOrDefault(real, DataSourceHealth.unknown(real));
    }

    /** All data sources that were asked at least once, by name. */
    public List<DataSourceHealth> all() {
        return healths.values().stream()
                .sorted(Comparator.comparing(health -> health.name().value()))
                .toList();
    }
}
