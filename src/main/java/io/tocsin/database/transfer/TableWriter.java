package io.tocsin.database.transfer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Inserts the rows of one table, some at a time. */
final class TableWriter implements AutoCloseable {

    private static final int BATCH = 200;
    private static final int BATCH_CHARACTERS = 4_000_000;
    private static final char REPLACEMENT = '\uFFFD';

    private final PreparedStatement insert;
    private final Table table;
    private final boolean isPostgres;
    private int waiting;
    private long waitingCharacters;
    private long replaced;

    TableWriter(Connection connection, Table table, boolean isPostgres) throws SQLException {
        this.table = table;
        this.isPostgres = isPostgres;
        this.insert = connection.prepareStatement("insert into " + table.name() + " (" + table.columnNames()
                + ") values (" + table.columns().stream().map(column -> "?").collect(Collectors.joining(", ")) + ")");
    }

    /** @param row values in the order of the columns */
    void add(@Nullable Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            set(i + 1, row[i], table.columns().get(i).kind());
        }
        insert.addBatch();
        waiting++;
        if (waiting == BATCH || waitingCharacters > BATCH_CHARACTERS) {
            flush();
        }
    }

    private void set(int parameter, @Nullable Object value, ColumnKind kind) throws SQLException {
        if (value instanceof Instant time) {
            insert.setObject(parameter, time.atOffset(ZoneOffset.UTC));
        } else if (value instanceof String text) {
            String storable = isPostgres ? storable(text) : text;
            waitingCharacters += text.length();
            insert.setString(parameter, storable);
        } else if (value instanceof byte[] bytes) {
            waitingCharacters += bytes.length;
            insert.setBytes(parameter, bytes);
        } else if (value == null) {
            insert.setNull(parameter, kind == ColumnKind.BYTES ? Types.VARBINARY : Types.NULL);
        } else {
            insert.setObject(parameter, value);
        }
    }

    /** PostgreSQL holds no U+0000 and no half of a pair; one such text must not keep all of the others away. */
    private String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnstorable(text, i)) {
                replaced++;
                StringBuilder clean = new StringBuilder(text);
                for (int at = i; at < text.length(); at++) {
                    if (isUnstorable(text, at)) {
                        clean.setCharAt(at, REPLACEMENT);
                    }
                }
                return clean.toString();
            }
        }
        return text;
    }

    private static boolean isUnstorable(String text, int at) {
        char c = text.charAt(at);
        return c == 0 || RowText.isHalfPair(text, at);
    }

    /** Writes what waits. */
    void flush() throws SQLException {
        insert.executeBatch();
        waiting = 0;
        waitingCharacters = 0;
    }

    /** In how many texts a character was replaced that the database cannot hold. */
    long replaced() {
        return replaced;
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
