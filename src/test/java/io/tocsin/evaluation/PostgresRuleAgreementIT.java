package io.tocsin.evaluation;

import io.tocsin.TestDatabase;

class PostgresRuleAgreementIT extends RuleAgreementContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
