package io.tocsin.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How long other replicas wait for the locks of a process that stands still: it is suspended, or its machine has vanished.
 * The database cannot tell it from one that thinks, so this is for transactions that do little between their statements.
 */
@Component
public final class LockPatience {

    private static final String SHORTEN = "set local idle_in_transaction_session_timeout = '3s'";

    private final JdbcTemplate jdbc;

    public LockPatience(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Lets PostgreSQL end the caller's transaction, and free its locks, after three seconds without a statement; a process
     * that wakes up later finds that nothing was written. H2 has no other replicas.
     */
    public void shorten() {
        jdbc.execute((ConnectionCallback<Boolean>) LockPatience::shorten);
    }

    private static boolean shorten(Connection connection) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            return statement.execute(SHORTEN);
        }
    }
}
