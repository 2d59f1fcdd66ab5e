package io.tocsin.datasource.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.InMemorySource;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QuerierContract;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.label.Sample;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logstore.QueryMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class EmbeddedQuerierTest extends QuerierContract {

    private static final Instant BASE = Instant.parse("2026-11-18T10:00:03Z");

    @Override
    protected Instant base() {
        return BASE;
    }

    @Override
    protected Querier holding(List<Entry> entries) {
        InMemorySource source = new InMemorySource();
        entries.forEach(entry -> source.add(entry.labels(), StepAlignment.nanos(entry.at()), entry.line()));
        return querier(source, Duration.ofSeconds(20));
    }

    @Test
    void givesUpWhenTheTimeIsOver() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        LogSource slow = (matchers, from, to) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return List.of();
        };

        assertThat(querier(slow, Duration.ofMillis(100))
                        .query("rate({job=\"x\"}[5m])", BASE)
                        .block(Duration.ofSeconds(60)))
                .isInstanceOf(Failure.class)
                .extracting(result -> ((Failure<?>) result).reason())
                .isEqualTo(QueryFailure.TIMEOUT);
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void reportsADefectOfTheStoreAsAFailure() {
        LogSource broken = (matchers, from, to) -> {
            throw new IllegalStateException("geheim");
        };

        assertThat(querier(broken, Duration.ofSeconds(60))
                        .query("rate({job=\"x\"}[5m])", BASE)
                        .block(Duration.ofSeconds(60)))
                .isEqualTo(new Failure<>(
                        QueryFailure.SERVER_ERROR, "the embedded log store failed; the log of Tocsin says more"));
    }

    @Test
    void givesBackTheMemoryOfEachQuery() {
        QueryMemory memory = new QueryMemory(1 << 20);
        LogSource broken = (matchers, from, to) -> {
            throw new IllegalStateException("broken");
        };

        assertThat(querier((matchers, from, to) -> List.of(), Duration.ofSeconds(60), memory)
                        .query("vector(1)", BASE)
                        .block(Duration.ofSeconds(60)))
                .isInstanceOf(Success.class);
        assertThat(querier(broken, Duration.ofSeconds(60), memory)
                        .query("rate({job=\"x\"}[5m])", BASE)
                        .block(Duration.ofSeconds(60)))
                .isInstanceOf(Failure.class);
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void callsNothingAbsentBeforeTheStoreWasThere() {
        LogSource store = (matchers, from, to) -> List.of();
        Querier querier = querier(new WatchedSource(store, BASE), Duration.ofSeconds(60));

        assertThat(samples(querier, "absent_over_time({job=\"x\"}[15m])", BASE.plusSeconds(899)))
                .isEmpty();
        assertThat(samples(querier, "absent_over_time({job=\"x\"}[15m])", BASE.plusSeconds(900)))
                .hasSize(1);
        assertThat(samples(querier, "absent_over_time({job=\"x\"}[5m] offset 10m)", BASE.plusSeconds(899)))
                .isEmpty();
        assertThat(samples(querier(store, Duration.ofSeconds(60)), "absent_over_time({job=\"x\"}[15m])", BASE))
                .as("when nobody says when it began")
                .hasSize(1);
    }

    private static List<Sample> samples(Querier querier, String expression, Instant at) {
        QueryResult<List<Sample>> result = querier.query(expression, at).block(Duration.ofSeconds(60));
        return ((Success<List<Sample>>) result).value();
    }

    private static Querier querier(LogSource source, Duration timeout) {
        return querier(source, timeout, new QueryMemory(64 << 20));
    }

    private static Querier querier(LogSource source, Duration timeout, QueryMemory memory) {
        return new EmbeddedQuerier(
                source, Clock.systemUTC(), QueryThreads.shared(Schedulers.boundedElastic()), timeout, memory);
    }
}
