package io.tocsin.datasource.config;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.label.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The data sources in force, opened. When the definitions change, what is unchanged stays open; what is removed or replaced
 * gets no new queries at once, and is closed when those under way have ended.
 */
public final class OpenDataSources implements DataSources, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenDataSources.class);

    /** Longer than any query may take. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Function<DataSourceDefinition, Opened> opening;
    private final Clock clock;
    private final Deque<Retired> retired = new ArrayDeque<>();
    private volatile OpenView view = new OpenView(
            new DataSourceDefinitions(List.of(), Map.of(), null, List.of(), DataSourceDefinitions.State.USABLE),
            Map.of());

    /** @param opening makes a data source ready; what it throws is the reason why it cannot be asked */
    public OpenDataSources(Function<DataSourceDefinition, Opened> opening, Clock clock) {
        this.opening = opening;
        this.clock = clock;
    }

    /**
     * A data source that is ready.
     *
     * @param retire done as soon as it gets no more queries, before its successor opens
     * @param close done when its last query has ended
     */
    public record Opened(Querier querier, Runnable retire, Runnable close) {}

    private record OpenSource(DataSourceDefinition definition, Opened opened) {}

    private record OpenView(DataSourceDefinitions definitions, Map<DataSourceName, OpenSource> entries) {}

    private record Retired(DataSourceName name, Opened opened, Instant closeAt) {}

    /** Opens, replaces and retires, in the order of the definitions, and closes what was retired long enough ago. */
    public synchronized void apply(DataSourceDefinitions now) {
        closeRetired();
        OpenView before = view;
        if (now.equals(before.definitions())) {
            return;
        }
        Map<DataSourceName, OpenSource> entries = new LinkedHashMap<>();
        Map<DataSourceName, OpenSource> left = new LinkedHashMap<>(before.entries());
        for (DataSourceDefinition definition : now.all()) {
            OpenSource known = left.get(definition.name());
            if (known != null && known.definition().equals(definition)) {
                entries.put(definition.name(), known);
                left.remove(definition.name());
            }
        }
        left.forEach((name, entry) -> {
            entry.opened().retire().run();
            retired.add(new Retired(name, entry.opened(), clock.instant().plus(PATIENCE)));
        });
        Map<DataSourceName, OpenSource> ordered = new LinkedHashMap<>();
        for (DataSourceDefinition definition : now.all()) {
            OpenSource kept = entries.get(definition.name());
            ordered.put(definition.name(), kept == null ? open(definition) : kept);
        }
        view = new OpenView(now, Collections.unmodifiableMap(ordered));
    }

    private OpenSource open(DataSourceDefinition definition) {
        try {
            return new OpenSource(definition, opening.apply(definition));
        } catch (IllegalArgumentException e) {
            log.error("Data source cannot be opened: datasource={} cause={}", definition.name(), e.getMessage());
            Querier refusing = new Refusing(definition.name(), String.valueOf(e.getMessage()));
            return new OpenSource(definition, new Opened(refusing, () -> {}, () -> {}));
        }
    }

    private void closeRetired() {
        Instant now = clock.instant();
        for (Retired first = retired.peek(); first != null && !first.closeAt().isAfter(now); first = retired.peek()) {
            retired.remove();
            first.opened().close().run();
            log.info("Data source closed: datasource={}", first.name());
        }
    }

    @Override
    public Optional<Querier> find(DataSourceName name) {
        OpenView now = view;
        OpenSource entry = now.entries().get(now.definitions().resolve(name));
        return entry != null
                ? Optional.of(entry.opened().querier())
                : now.definitions().disabledBecause(name).map(why -> new Refusing(name, why));
    }

    @Override
    public Set<DataSourceName> names() {
        Set<DataSourceName> names = new LinkedHashSet<>();
        view.definitions().names().forEach(name -> names.add(new DataSourceName(name)));
        return names;
    }

    /** At the end of the process, when nothing asks any more. */
    @Override
    public synchronized void close() {
        retired.forEach(one -> one.opened().close().run());
        retired.clear();
        view.entries().values().forEach(entry -> entry.opened().close().run());
    }

    /** A data source whose entry is disabled: every question fails with the reason. */
    private record Refusing(DataSourceName name, String why) implements Querier {

        private <T> Mono<QueryResult<T>> refuse() {
            return Mono.just(new QueryResult.Failure<>(
                    QueryFailure.UNREACHABLE, "the data source \"" + name + "\" is disabled: " + why));
        }

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            return refuse();
        }

        @Override
        public Mono<QueryResult<List<Series>>> queryRange(
                String expression, Instant start, Instant end, Duration step) {
            return refuse();
        }

        @Override
        public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
            return refuse();
        }

        @Override
        public Mono<QueryResult<String>> check() {
            return refuse();
        }
    }
}
