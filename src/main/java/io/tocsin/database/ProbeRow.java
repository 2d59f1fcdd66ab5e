package io.tocsin.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** A row of each replica that is written and read back to see that the database takes writes and keeps them. */
@Component
public class ProbeRow {

    private static final int STATEMENT_SECONDS = 5;
    private static final Duration KEPT_FOR = Duration.ofDays(1);

    private final DataSource database;

    ProbeRow(DataSource database) {
        this.database = database;
    }

    /**
     * Why what was written just now could not be read on another connection; empty when it could. Blocks for seconds at
     * most, or as long as a connection is waited for.
     */
    public Optional<String> trouble(String replica, Instant now) {
        String written = UUID.randomUUID().toString();
        try {
            try (Connection connection = database.getConnection()) {
                write(connection, replica, written, now);
            }
            try (Connection connection = database.getConnection()) {
                return written.equals(read(connection, replica))
                        ? Optional.empty()
                        : Optional.of("what was written to the database could not be read back");
            }
        } catch (SQLException e) {
            return Optional.of("the database failed: " + e.getMessage());
        }
    }

    private static void write(Connection connection, String replica, String written, Instant now) throws SQLException {
        boolean isKnown = update(
                        connection,
                        "update heartbeat_probe set content = ?, written_at = ? where replica = ?",
                        replica,
                        written,
                        now)
                == 1;
        if (!isKnown) {
            update(
                    connection,
                    "insert into heartbeat_probe (content, written_at, replica) values (?, ?, ?)",
                    replica,
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

    private static int update(Connection connection, String sql, String replica, String written, Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            statement.setString(1, written);
            statement.setObject(2, SqlTimes.of(now));
            statement.setString(3, replica);
            return statement.executeUpdate();
        }
    }

    private static String read(Connection connection, String replica) throws SQLException {
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
