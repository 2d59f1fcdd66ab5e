package io.tocsin.datasource.resilience;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.WrappedQuerier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Puts retries with backoff, circuit breakers and a bulkhead around a data source. Queries change nothing there, so
 * each may be asked again; this is the one place that does, and neither the HTTP client below nor evaluation above repeats a
 * query. {@link #check()} goes past the breaker: it is how a person sees whether it works again.
 */
public final class ResilientQuerier extends WrappedQuerier {

    /**
     * Nothing but failures in this many attempts opens the circuit. A lower share would let a few rules that are too
     * heavy for the data source keep all others from being asked.
     */
    private static final int WINDOW_QUERIES = 10;

    private static final int MIN_QUERIES = 5;
    private static final float OPEN_AT_FAILURE_PERCENT = 100;
    /** People get this part of the room, beside that of the rules. */
    private static final int PEOPLES_SHARE = 4;

    private static final int MAX_PEOPLE_WAITING = 50;
    private static final int PROBES_WHEN_HALF_OPEN = 3;
    private static final double BACKOFF_FACTOR = 2;
    private static final double BACKOFF_RANDOM_SHARE = 0.5;

    private final ResilienceSettings settings;
    private final Circuit live;
    private final Map<QueryKind, Circuit> circuits;
    private final Bulkhead bulkhead;
    private final QueryGate gate;
    private final QueryGate peoplesGate;
    private final IntervalFunction pauses;
    private final String name;

    public ResilientQuerier(DataSourceName name, Querier delegate, ResilienceSettings settings) {
        super(delegate);
        this.name = name.value();
        this.settings = settings;
        this.live = new Circuit(CircuitBreaker.of(this.name, breakerConfig(settings)));
        Circuit lines = new Circuit(CircuitBreaker.of(this.name + " (lines)", breakerConfig(settings)));
        this.circuits = new EnumMap<>(Map.of(
                QueryKind.QUERY, live,
                QueryKind.RANGE, new Circuit(CircuitBreaker.of(this.name + " (past)", breakerConfig(settings))),
                QueryKind.LOGS, lines,
                QueryKind.LABELS, lines));
        this.bulkhead = Bulkhead.of(
                this.name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.maxConcurrent())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
        this.gate = new QueryGate(bulkhead, settings.maxWait(), settings.maxWaiting());
        this.peoplesGate = new QueryGate(
                Bulkhead.of(
                        this.name + " (people)",
                        BulkheadConfig.custom()
                                .maxConcurrentCalls(Math.max(1, settings.maxConcurrent() / PEOPLES_SHARE))
                                .maxWaitDuration(Duration.ZERO)
                                .build()),
                settings.maxWait(),
                MAX_PEOPLE_WAITING);
        this.pauses = IntervalFunction.ofExponentialRandomBackoff(
                settings.firstPause(), BACKOFF_FACTOR, BACKOFF_RANDOM_SHARE);
    }

    /** For metrics: of the questions that rules ask of now. */
    public CircuitBreaker circuitBreaker() {
        return live.breaker;
    }

    /** For metrics. */
    public Bulkhead bulkhead() {
        return bulkhead;
    }

    @Override
    protected <T> Mono<QueryResult<T>> around(QueryKind kind, String text, Supplier<Mono<QueryResult<T>>> question) {
        Circuit circuit = circuits.get(kind);
        return circuit == null ? question.get() : guard(circuit, question.get());
    }

    private <T> Mono<QueryResult<T>> guard(Circuit circuit, Mono<QueryResult<T>> query) {
        return Mono.deferContextual(
                context -> QueryOrigin.isOfPerson(context) ? guardPeoples(query) : guardRules(circuit, query));
    }

    /** Whatever people ask, the rules' room is left to rules, and the circuit breaker hears nothing of it. */
    private <T> Mono<QueryResult<T>> guardPeoples(Mono<QueryResult<T>> query) {
        return peoplesGate.pass(query, this::noRoom).timeout(settings.budget(), Mono.fromSupplier(this::outOfTime));
    }

    private <T> Mono<QueryResult<T>> guardRules(Circuit circuit, Mono<QueryResult<T>> query) {
        return Mono.defer(() -> {
            AtomicReference<@Nullable QueryResult<T>> last = new AtomicReference<>();
            Mono<QueryResult<T>> attempt = query.transformDeferred(CircuitBreakerOperator.of(circuit.breaker))
                    .onErrorResume(CallNotPermittedException.class, error -> Mono.just(circuitOpen(circuit)))
                    .doOnNext(circuit::remember);
            return repeated(gate.pass(attempt, this::noRoom).doOnNext(last::set), 1)
                    .timeout(
                            settings.budget(),
                            Mono.fromSupplier(() -> Objects.requireNonNullElseGet(last.get(), this::outOfTime)));
        });
    }

    /**
     * The result of this attempt, or of the last one after it. Not by a library's operator: what that sets up for each question,
     * nearly all of which are asked once, takes more than all else here.
     */
    private <T> Mono<QueryResult<T>> repeated(Mono<QueryResult<T>> attempt, int number) {
        return attempt.flatMap(result -> number < settings.maxAttempts() && isTransient(result)
                ? Mono.delay(Duration.ofMillis(pauses.apply(number))).then(repeated(attempt, number + 1))
                : Mono.just(result));
    }

    private <T> QueryResult<T> circuitOpen(Circuit circuit) {
        return new Failure<>(
                QueryFailure.CIRCUIT_OPEN,
                "data source \"" + name + "\" is not asked for "
                        + settings.openFor().toSeconds()
                        + " s because all of the last queries failed; the last error: " + circuit.lastTrouble);
    }

    private <T> QueryResult<T> noRoom() {
        return new Failure<>(
                QueryFailure.BULKHEAD_FULL,
                "data source \"" + name + "\" already answers " + settings.maxConcurrent()
                        + " queries and more are waiting; spread the rules' intervals, or raise max_concurrent");
    }

    private <T> QueryResult<T> outOfTime() {
        return new Failure<>(
                QueryFailure.TIMEOUT,
                "data source \"" + name + "\" gave no answer within "
                        + settings.budget().toMillis() + " ms");
    }

    /** Whether the same query may well succeed a moment later. A timeout is not: its repetition would cost as much. */
    private static boolean isTransient(QueryResult<?> result) {
        if (!(result instanceof Failure<?> failure)) {
            return false;
        }
        return switch (failure.reason()) {
            case UNREACHABLE, TOO_MANY_REQUESTS, SERVER_ERROR -> true;
            case TIMEOUT,
                    SERIES_LIMIT,
                    QUERY_TOO_LARGE,
                    BAD_QUERY,
                    UNAUTHORIZED,
                    INVALID_ANSWER,
                    CIRCUIT_OPEN,
                    BULKHEAD_FULL -> false;
        };
    }

    private static CircuitBreakerConfig breakerConfig(ResilienceSettings settings) {
        return CircuitBreakerConfig.custom()
                .clock(new SteadyClock())
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(WINDOW_QUERIES)
                .minimumNumberOfCalls(MIN_QUERIES)
                .failureRateThreshold(OPEN_AT_FAILURE_PERCENT)
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(PROBES_WHEN_HALF_OPEN)
                .recordResult(result ->
                        result instanceof Failure<?> failure && failure.reason().concernsDataSource())
                .build();
    }

    /**
     * What rules ask of now, what is asked of the past, and lines for messages are given up on one by one: a data source that
     * answers rules but finds no lines in time, as in a storm of alerts, must not keep the rules from being asked.
     */
    private static final class Circuit {

        private final CircuitBreaker breaker;
        private volatile String lastTrouble = "";

        Circuit(CircuitBreaker breaker) {
            this.breaker = breaker;
        }

        void remember(QueryResult<?> result) {
            if (result instanceof Failure<?> failure
                    && failure.reason().concernsDataSource()
                    && failure.reason() != QueryFailure.CIRCUIT_OPEN) {
                lastTrouble = failure.message();
            }
        }
    }

    /** Time that only passes, for waits: with a clock that was set back by an hour a circuit would stay open for an hour. */
    private static final class SteadyClock extends Clock {

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(System.nanoTime());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
