package io.tocsin.evaluation;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of evaluation over a database share: a data source that says what it is told to, and one replica. */
abstract class EvaluationContract {

    final FakeQuerier querier = new FakeQuerier();
    final SettableClock clock;
    TestDatabase database;
    EvaluationHarness replica;

    /** @param slot the time at the beginning of each test */
    EvaluationContract(Instant slot) {
        this.clock = new SettableClock(slot);
    }

    abstract TestDatabase open();

    @BeforeEach
    void start() {
        database = open();
        replica = new EvaluationHarness(database, querier, clock);
    }

    @AfterEach
    void stop() {
        database.close();
    }
}
