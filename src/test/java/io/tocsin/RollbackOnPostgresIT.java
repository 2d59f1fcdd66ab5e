package io.tocsin;

import java.util.Map;

class RollbackOnPostgresIT extends RollbackContract {

    @Override
    Map<String, String> database() {
        return Map.of("tocsin.db.url", PostgresServer.newDatabase(), "tocsin.db.user", "postgres");
    }
}
