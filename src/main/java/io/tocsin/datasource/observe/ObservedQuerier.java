package io.tocsin.datasource.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.WrappedQuerier;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Counts and times a data source's queries, keeps its health, and logs when it begins and ceases to fail. It also keeps
 * the port's promise that no error is ever signalled: a defect of an adapter becomes a failure like any other.
 */
public final class ObservedQuerier extends WrappedQuerier {

    /** Seconds and outcomes of queries: the metric's name. */
    static final String QUERIES = "tocsin.datasource.queries";

    private static final Logger log = LoggerFactory.getLogger(ObservedQuerier.class);

    private final DataSourceName name;
    private final DataSourceHealthMonitor monitor;
    private final MeterRegistry meters;
    private final Counter bytes;
    /** Of what goes well: a meter is found by its name and tags, which is more work than to count. */
    private final Map<QueryKind, Timer> answered = new ConcurrentHashMap<>();

    public ObservedQuerier(
            DataSourceName name, Querier delegate, DataSourceHealthMonitor monitor, MeterRegistry meters) {
        super(delegate);
        this.name = name;
        this.monitor = monitor;
        this.meters = meters;
        this.bytes = Counter.builder("tocsin.datasource.processed")
                .description("Bytes that the data source read to answer, as it says itself")
                .baseUnit("bytes")
                .tag("datasource", name.value())
                .register(meters);
    }

    @Override
    protected <T> Mono<QueryResult<T>> around(QueryKind kind, String text, Supplier<Mono<QueryResult<T>>> question) {
        return observe(kind, Mono.defer(question));
    }

    private <T> Mono<QueryResult<T>> observe(QueryKind kind, Mono<QueryResult<T>> query) {
        return Mono.deferContextual(context -> {
            Timer.Sample started = Timer.start(meters);
            return query.onErrorResume(this::defect).doOnNext(result -> {
                started.stop(timer(kind, result));
                if (result instanceof Success<?> success && !QueryOrigin.isOfPerson(context)) {
                    bytes.increment(success.statistics().bytesProcessed());
                }
                if (saysHowRulesFare(kind) && !QueryOrigin.isOfPerson(context)) {
                    keep(result);
                }
            });
        });
    }

    /**
     * A question that a person made too large says nothing of how the data source answers rules; nor do lines that it doesn't
     * find in time, or a past that it no longer gives.
     */
    private static boolean saysHowRulesFare(QueryKind kind) {
        return kind == QueryKind.QUERY || kind == QueryKind.CHECK;
    }

    private <T> Mono<QueryResult<T>> defect(Throwable error) {
        log.error("An adapter broke its promise not to fail datasource={}", name, error);
        return Mono.just(new Failure<>(
                QueryFailure.INVALID_ANSWER,
                "the answer of data source \"" + name + "\" could not be handled; the log of Tocsin says more"));
    }

    private Timer timer(QueryKind kind, QueryResult<?> result) {
        return result instanceof Failure<?> failure
                ? timer(kind, failure.reason().name().toLowerCase(Locale.ROOT))
                : answered.computeIfAbsent(kind, key -> timer(key, "success"));
    }

    private Timer timer(QueryKind kind, String outcome) {
        return Timer.builder(QUERIES)
                .description("Queries to data sources, retries included")
                .tag("datasource", name.value())
                .tag("operation", kind.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(meters);
    }

    private void keep(QueryResult<?> result) {
        DataSourceHealth before = monitor.health(name);
        monitor.record(name, result);
        DataSourceHealth after = monitor.health(name);
        if (!before.isFailing() && after.isFailing()) {
            log.warn(
                    "Data source began to fail datasource={} reason={}: {}",
                    name,
                    after.lastReason(),
                    after.lastMessage());
        } else if (before.isFailing() && !after.isFailing()) {
            log.info("Data source answers again datasource={} failing_since={}", name, before.failingSince());
        }
    }
}
