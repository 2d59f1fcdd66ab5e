package io.tocsin.database.config;

import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.springframework.stereotype.Component;

/** An H2 file beside a PostgreSQL that is used: what it holds is not in force, and somebody may miss it. */
@Component
class EarlierDatabase implements ConcernSource {

    private final boolean isPostgresUsed;
    private final Path file;
    private volatile boolean wasPostgresEmpty;

    EarlierDatabase(DatabaseProperties properties) {
        this.isPostgresUsed = properties.db().isPostgres();
        Path database = DatabaseConfiguration.file(properties.dataDir());
        this.file = database.resolveSibling(database.getFileName() + ".mv.db");
    }

    /** Before the tables are made. */
    void look(Connection postgres) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet answer = statement.executeQuery("select to_regclass('flyway_schema_history') is null")) {
            wasPostgresEmpty = answer.next() && answer.getBoolean(1);
        }
    }

    @Override
    public List<Concern> concerns() {
        if (!isPostgresUsed || !Files.exists(file)) {
            return List.of();
        }
        return List.of(new Concern(
                "earlier-database",
                Severity.NOTICE,
                file.toString(),
                "PostgreSQL is used (TOCSIN_DB_URL)" + (wasPostgresEmpty ? ", and it was empty at this start" : "")
                        + "; silences, users, contact points and states of this H2 file are not in force. Unset"
                        + " TOCSIN_DB_URL to go on with them, or move the file away"));
    }
}
