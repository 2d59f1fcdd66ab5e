package io.tocsin.heartbeat;

import io.tocsin.database.SqlTimes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

/** A row of this replica that is written and read back to see that the database takes writes and keeps them. */
final class ProbeRow {

    private static final int STATEMENT_SECONDS = 5;
    private static final Duration KEPT_FOR = Duration.ofDays(1);

    private final DataSource database;
    private final String replica;

    ProbeRow(DataSource database, String replica) {
        this.database = database;
        this.replica = replica;
    }

    /** Whether what was written could be read on another connection. Blocks for seconds at most. */
    boolean isKept(Instant now) throws SQLException {
        String written = UUID.randomUUID().toString();
        try (Connection connection = database.getConnection()) {
            write(connection, written, now);
        }
        try (Connection connection = database.getConnection()) {
            return written.equals(read(connection));
        }
    }

    private void write(Connection connection, String written, Instant now) throws SQLException {
        boolean isKnown = update(
                        connection,
                        "update heartbeat_probe set content = ?, written_at = ? where replica = ?",
                        written,
                        now)
                == 1;
        if (!isKnown) {
            update(
                    connection,
                    "insert into heartbeat_probe (content, written_at, replica) values (?, ?, ?)",
                    written,
                    now);
            try (PreparedStatement statement =
                    connection.prepareStatement("delete from heartbeat_probe where written_at < ?")) {
                statement.setQueryTimeout(STATEMENT_SECONDS);
                statement.setObject(1, SqlTimes.of(now.minus(KEPT_FOR)));
                statement.executeUpdate();
            }
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private int update(Connection connection, String sql, String written, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            statement.setString(1, written);
            statement.setObject(2, SqlTimes.of(now));
            statement.setString(3, replica);
            return statement.executeUpdate();
        }
    }

    private String read(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select content from heartbeat_probe where replica = ?")) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            statement.setString(1, replica);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }
}
