package io.tocsin.api.loki;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tocsin.logql.engine.QueryException;
import io.tocsin.task.SafeMono;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs queries on a bounded number of threads of their own, with a time limit. A query whose client goes away or whose
 * time is over is interrupted; the engine looks for that and ends it.
 */
final class QueryExecutor implements AutoCloseable {

    static final String TIMED_OUT = "request timed out, decrease the duration of the request or add more label matchers"
            + " (prefer exact match over regex match) to reduce the amount of data processed";

    private static final Logger log = LoggerFactory.getLogger(QueryExecutor.class);

    private final Scheduler scheduler;
    private final Duration timeout;
    private final MeterRegistry registry;

    /** @param waiting how many queries may wait for each thread before further ones are refused */
    QueryExecutor(int threads, int waiting, Duration timeout, MeterRegistry registry) {
        this.scheduler = Schedulers.newBoundedElastic(threads, waiting, "loki-query", 60, true);
        this.timeout = timeout;
        this.registry = registry;
    }

    /** Every failure becomes a {@link LokiException}. */
    <T> Mono<T> run(String endpoint, Callable<T> query) {
        return Mono.defer(() -> {
            Timer.Sample started = Timer.start(registry);
            AtomicBoolean abandoned = new AtomicBoolean();
            return SafeMono.fromCallable(() -> unlessAbandoned(query, abandoned))
                    .subscribeOn(scheduler)
                    .doOnCancel(() -> abandoned.set(true))
                    .timeout(timeout)
                    .onErrorMap(QueryExecutor::explained)
                    .doOnSuccess(result -> stop(started, endpoint, 200))
                    .doOnError(LokiException.class, e -> stop(started, endpoint, e.status()));
        });
    }

    /** Nobody hears of the failure of a query that nobody waits for. */
    private static <T> @Nullable T unlessAbandoned(Callable<T> query, AtomicBoolean abandoned) throws Exception {
        try {
            return query.call();
        } catch (RuntimeException e) {
            if (abandoned.get()) {
                return null;
            }
            throw e;
        }
    }

    private void stop(Timer.Sample started, String endpoint, int status) {
        started.stop(Timer.builder("tocsin.logstore.query")
                .description("Queries to the embedded log store, with their waiting time.")
                .tag("endpoint", endpoint)
                .tag("status", Integer.toString(status))
                .register(registry));
    }

    Scheduler scheduler() {
        return scheduler;
    }

    private static LokiException explained(Throwable failure) {
        if (failure instanceof LokiException known) {
            return known;
        }
        if (failure instanceof QueryException refused) {
            return new LokiException(refused.status(), String.valueOf(refused.getMessage()), refused);
        }
        if (failure instanceof TimeoutException) {
            return new LokiException(504, TIMED_OUT, failure);
        }
        if (failure instanceof RejectedExecutionException) {
            return new LokiException(429, "too many outstanding requests", failure);
        }
        if (failure instanceof OutOfMemoryError || failure instanceof StackOverflowError) {
            log.error("A query needed more memory than there is", failure);
            return new LokiException(500, "the query needs more memory than there is; select less", failure);
        }
        log.error("A query failed unexpectedly", failure);
        return new LokiException(500, "internal error: " + failure, failure);
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
