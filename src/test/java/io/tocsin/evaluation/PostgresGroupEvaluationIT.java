package io.tocsin.evaluation;

import io.tocsin.TestDatabase;

class PostgresGroupEvaluationIT extends GroupEvaluationContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
