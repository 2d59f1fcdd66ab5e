package io.tocsin.datasource.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.datasource.DataSourceHealth;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.Series;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Counts and times a data source's queries, keeps its health, and logs when it begins and ceases to fail. It also keeps
 * the port's promise that no error is ever signalled: a defect of an adapter becomes a failure like any other.
 */
public final class ObservedQuerier implements Querier {

    /** Seconds and outcomes of queries: the metric's name. */
    static final String QUERIES = "tocsin.datasource.queries";

    private static final Logger log = LoggerFactory.getLogger(ObservedQuerier.class);

    private final DataSourceName name;
    private final Querier delegate;
    private final DataSourceHealthMonitor monitor;
    private final MeterRegistry meters;
    private final Counter bytes;

    public ObservedQuerier(
            DataSourceName name, Querier delegate, DataSourceHealthMonitor monitor, MeterRegistry meters) {
        this.name = name;
        this.delegate = delegate;
        this.monitor = monitor;
        this.meters = meters;
        this.bytes = Counter.builder("tocsin.datasource.processed")
                .description("Bytes that the data source read to answer, as it says itself")
                .baseUnit("bytes")
                .tag("datasource", name.value())
                .register(meters);
    }

    @Override
    public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
        return observe("query", Mono.defer(() -> delegate.query(expression, at)));
    }

    @Override
    public Mono<QueryResult<List<Series>>> queryRange(String expression, Instant start, Instant end, Duration step) {
        return observe("range", Mono.defer(() -> delegate.queryRange(expression, start, end, step)));
    }

    @Override
    public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
        return observe("logs", Mono.defer(() -> delegate.logs(query)));
    }

    @Override
    public Mono<QueryResult<List<String>>> labelNames(Instant from, Instant to) {
        return observe("labels", Mono.defer(() -> delegate.labelNames(from, to)));
    }

    @Override
    public Mono<QueryResult<List<String>>> labelValues(String label, Instant from, Instant to) {
        return observe("labels", Mono.defer(() -> delegate.labelValues(label, from, to)));
    }

    @Override
    public Instant knownSince() {
        return delegate.knownSince();
    }

    @Override
    public boolean isEmbedded() {
        return delegate.isEmbedded();
    }

    @Override
    public Mono<QueryResult<String>> check() {
        return observe("check", Mono.defer(delegate::check));
    }

    private <T> Mono<QueryResult<T>> observe(String operation, Mono<QueryResult<T>> query) {
        return Mono.deferContextual(context -> {
            Timer.Sample started = Timer.start(meters);
            return query.onErrorResume(this::defect).doOnNext(result -> {
                started.stop(timer(operation, result));
                // A question that a person made too large says nothing of how the data source answers rules.
                if (!QueryOrigin.isOfPerson(context)) {
                    keep(result);
                }
            });
        });
    }

    private <T> Mono<QueryResult<T>> defect(Throwable error) {
        log.error("An adapter broke its promise not to fail datasource={}", name, error);
        return Mono.just(new Failure<>(
                QueryFailure.INVALID_ANSWER,
                "the answer of data source \"" + name + "\" could not be handled; the log of Tocsin says more"));
    }

    private Timer timer(String operation, QueryResult<?> result) {
        String outcome =
                result instanceof Failure<?> failure ? failure.reason().name().toLowerCase(Locale.ROOT) : "success";
        return Timer.builder(QUERIES)
                .description("Queries to data sources, retries included")
                .tag("datasource", name.value())
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(meters);
    }

    private void keep(QueryResult<?> result) {
        if (result instanceof Success<?> success) {
            bytes.increment(success.statistics().bytesProcessed());
        }
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
