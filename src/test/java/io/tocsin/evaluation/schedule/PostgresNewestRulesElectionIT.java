package io.tocsin.evaluation.schedule;

import io.tocsin.TestDatabase;

class PostgresNewestRulesElectionIT extends NewestRulesElectionContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
