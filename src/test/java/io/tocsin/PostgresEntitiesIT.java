package io.tocsin;

class PostgresEntitiesIT extends EntitiesContract {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
