package io.tocsin.database.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.mvstore.MVStore;

/** A database whose whole contents follow from the number of its last commit. */
final class LedgerDatabase implements AutoCloseable {

    private static final int ROWS = 400;
    private static final int ROWS_PER_COMMIT = 6;

    private final DataSource pool;

    LedgerDatabase(String url) {
        this(JdbcConnectionPool.create(url, "sa", ""));
    }

    /** The caller closes the pool. */
    LedgerDatabase(DataSource pool) {
        this.pool = pool;
    }

    DataSource dataSource() {
        return pool;
    }

    void create() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table ledger (id int primary key, text varchar)");
            statement.execute("create index ledger_by_text on ledger (text)");
            statement.execute("create table last_commit (number bigint)");
            statement.execute("insert into last_commit values (0)");
        }
    }

    /** What commit n does to its rows: puts a text, or deletes the row. */
    private static Map<Integer, String> changes(long commit) {
        Random random = new Random(commit);
        Map<Integer, String> changes = new TreeMap<>();
        for (int i = 0; i < ROWS_PER_COMMIT; i++) {
            int id = random.nextInt(ROWS);
            int length = random.nextInt(8) == 0 ? 3000 : 20 + random.nextInt(200);
            changes.put(
                    id,
                    random.nextInt(6) == 0 ? "" : commit + "." + "abcdefghij".repeat(length / 10) + random.nextLong());
        }
        return changes;
    }

    static Map<Integer, String> expectedRows(long lastCommit) {
        Map<Integer, String> rows = new TreeMap<>();
        for (long commit = 1; commit <= lastCommit; commit++) {
            changes(commit).forEach((id, text) -> {
                if (text.isEmpty()) {
                    rows.remove(id);
                } else {
                    rows.put(id, text);
                }
            });
        }
        return rows;
    }

    void commit(long number) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            // A pool resets this, and rolls back what a failure left behind.
            connection.setAutoCommit(false);
            try (PreparedStatement put = connection.prepareStatement("merge into ledger (id, text) values (?, ?)");
                    PreparedStatement delete = connection.prepareStatement("delete from ledger where id = ?");
                    PreparedStatement count = connection.prepareStatement("update last_commit set number = ?")) {
                for (Map.Entry<Integer, String> change : changes(number).entrySet()) {
                    PreparedStatement statement = change.getValue().isEmpty() ? delete : put;
                    statement.setInt(1, change.getKey());
                    if (statement.equals(put)) {
                        statement.setString(2, change.getValue());
                    }
                    statement.executeUpdate();
                }
                count.setLong(1, number);
                count.executeUpdate();
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    long lastCommit() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select number from last_commit")) {
            found.next();
            return found.getLong(1);
        }
    }

    /** Every row, read through the table and, to see that both agree, through the index. */
    Map<Integer, String> rows() throws SQLException {
        Map<Integer, String> rows = new TreeMap<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select id, text from ledger order by id")) {
                while (found.next()) {
                    rows.put(found.getInt(1), found.getString(2));
                }
            }
            try (ResultSet found =
                    statement.executeQuery("select id, text from ledger where text >= '' order by text")) {
                int count = 0;
                while (found.next()) {
                    count++;
                    if (!found.getString(2).equals(rows.get(found.getInt(1)))) {
                        throw new IllegalStateException("the index differs from the table at " + found.getInt(1));
                    }
                }
                if (count != rows.size()) {
                    throw new IllegalStateException("the index has " + count + " rows of " + rows.size());
                }
            }
        }
        return rows;
    }

    MVStore store() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            return session.getDatabase().getStore().getMvStore();
        }
    }

    /** Closes the pool, and with its last connection the database. */
    @Override
    public void close() {
        if (pool instanceof JdbcConnectionPool own) {
            own.dispose();
        }
    }
}
