package io.tocsin.delivery.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.TestDatabase;
import io.tocsin.TestJpa;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.RateLimit;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.rule.ContactPointName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Workers that write the first row of something at the same moment; extended for each database. */
abstract class RacingStoresContract {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final int ROUNDS = 25;
    private static final int WORKERS = 3;

    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    private TestDatabase database;
    private JdbcClient jdbc;
    private TransactionTemplate transactions;
    private ContactPointHealthStore health;
    private RateLanes lanes;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void start() {
        database = newDatabase();
        TestJpa jpa = TestJpa.of(database.dataSource());
        jdbc = database.client();
        transactions = jpa.transactions();
        health = new ContactPointHealthStore(jpa.repository(ContactPointHealthRepository.class), jdbc, jpa.manager());
        lanes = new RateLanes(jdbc, jpa.manager());
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void aLostRaceForAHealthRowDoesNotSpoilTheTransaction() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ContactPointName name = new ContactPointName("chat" + round);
            String lane = "after" + round;

            race(worker -> transactions.execute(status -> {
                health.failed(name, new DeliveryFailure(FailureReason.TIMEOUT, "worker " + worker), AT);
                // What follows in the same transaction must still be possible.
                jdbc.sql("INSERT INTO delivery_lane (lane, theoretical_arrival, paused_until)"
                                + " VALUES (:lane, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)")
                        .param("lane", lane + "-" + worker)
                        .update();
                return true;
            }));

            assertThat(health.find(name).orElseThrow().lastFailure()).isNotNull();
            assertThat(lanesLike(lane + "-%")).isEqualTo(WORKERS);
        }
    }

    @Test
    void onlyOneWorkerGetsTheFirstMessageOfANewLane() throws Exception {
        RateLimit limit = new RateLimit(Duration.ofSeconds(1), 1);
        for (int round = 0; round < ROUNDS; round++) {
            String lane = "lane" + round;

            List<Boolean> acquired = race(worker -> transactions.execute(
                    status -> lanes.tryAcquire(lane, limit, 1, AT).given() == 1));

            assertThat(acquired).containsOnlyOnce(true);
        }
    }

    @Test
    void aSuccessIsWrittenWhenItChangesSomethingOrTheLastOneIsAWhileAgo() {
        ContactPointName name = new ContactPointName("often");
        Duration second = Duration.ofSeconds(1);

        health.succeeded(name, AT);
        health.succeeded(name, AT.plus(second));
        assertThat(lastSuccess(name)).isEqualTo(AT);

        health.failed(name, new DeliveryFailure(FailureReason.TIMEOUT, "no answer"), AT.plus(second));
        health.succeeded(name, AT.plus(second.multipliedBy(2)));
        assertThat(health.find(name).orElseThrow().failingSince()).isNull();
        assertThat(lastSuccess(name)).isEqualTo(AT.plus(second.multipliedBy(2)));

        health.succeeded(name, AT.plus(second.multipliedBy(20)));
        assertThat(lastSuccess(name)).isEqualTo(AT.plus(second.multipliedBy(20)));

        // The clock was set back.
        health.succeeded(name, AT);
        assertThat(lastSuccess(name)).isEqualTo(AT);
    }

    private Instant lastSuccess(ContactPointName name) {
        return health.find(name).orElseThrow().lastSuccessAt();
    }

    @Test
    void onlyOneWorkerParksAContactPoint() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ContactPointName name = new ContactPointName("dead" + round);
            DeliveryFailure cause = new DeliveryFailure(FailureReason.ENDPOINT_DEAD, "no_service");

            List<Boolean> parked = race(worker -> transactions.execute(status -> health.park(name, "lane", cause, AT)));

            assertThat(parked).containsOnlyOnce(true);
        }
    }

    private int lanesLike(String pattern) {
        return jdbc.sql("SELECT COUNT(*) FROM delivery_lane WHERE lane LIKE :pattern")
                .param("pattern", pattern)
                .query(Integer.class)
                .single();
    }

    private interface Work<T> {
        T doAs(int worker);
    }

    private <T> List<T> race(Work<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(WORKERS);
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            int worker = i;
            tasks.add(() -> {
                start.await(60, TimeUnit.SECONDS);
                return work.doAs(worker);
            });
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
            results.add(future.get());
        }
        return results;
    }
}
