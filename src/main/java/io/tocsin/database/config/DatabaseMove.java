package io.tocsin.database.config;

import io.tocsin.start.CannotStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/** Copies everything from an H2 file that nobody uses into a PostgreSQL that is empty, and counts it. */
public final class DatabaseMove {

    private static final String HISTORY = "flyway_schema_history";
    private static final int BATCH = 500;

    private final Connection source;
    private final Connection target;

    private DatabaseMove(Connection source, Connection target) {
        this.source = source;
        this.target = target;
    }

    /**
     * Makes the tables, and copies the rows of all of them in one transaction. Blocks; the H2 file keeps what it has.
     *
     * @return the rows of each table, in the order in which they were copied
     * @throws CannotStartException when the file cannot be opened, or is in use
     * @throws IllegalStateException when the databases do not fit, or the counts differ
     */
    public static Map<String, Long> toPostgres(Path dataDir, String url, String user, String password) {
        Path file = Path.of(DatabaseConfiguration.file(dataDir) + ".mv.db");
        if (!Files.exists(file)) {
            throw new IllegalStateException("there is no database file " + file);
        }
        String h2 = DatabaseConfiguration.fileUrl(dataDir);
        try (Connection source = DatabaseStart.h2(h2, file);
                Connection target = DriverManager.getConnection(url, user, password)) {
            refuseTables(target);
            Flyway flyway = Flyway.configure()
                    .dataSource(url, user, password)
                    .locations("classpath:db/migration", "classpath:db/vendor/postgresql")
                    .load();
            refuseOtherVersion(source, flyway);
            flyway.migrate();
            target.setAutoCommit(false);
            return new DatabaseMove(source, target).copy();
        } catch (SQLException e) {
            throw new IllegalStateException("the databases say: " + e.getMessage(), e);
        }
    }

    private static void refuseTables(Connection target) throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet tables = statement.executeQuery(
                        "select table_name from information_schema.tables where table_schema = current_schema()")) {
            if (tables.next()) {
                throw new IllegalStateException("the PostgreSQL is not empty: it has the table " + tables.getString(1)
                        + "; make a new database");
            }
        }
    }

    private static void refuseOtherVersion(Connection source, Flyway flyway) throws SQLException {
        MigrationVersion newest = java.util.Arrays.stream(flyway.info().all())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
        MigrationVersion present = MigrationVersion.EMPTY;
        try (Statement statement = source.createStatement();
                ResultSet versions = statement.executeQuery(
                        "select \"version\" from \"" + HISTORY + "\" where \"version\" is not null and \"success\"")) {
            while (versions.next()) {
                MigrationVersion version = MigrationVersion.fromVersion(versions.getString(1));
                present = version.compareTo(present) > 0 ? version : present;
            }
        }
        if (!present.equals(newest)) {
            throw new IllegalStateException("the H2 file is of version " + present + " and this program of " + newest
                    + "; start this version once with the H2 file, and stop it");
        }
    }

    private Map<String, Long> copy() throws SQLException {
        List<String> tables = inOrder();
        Map<String, Long> rows = new LinkedHashMap<>();
        try (Statement statement = target.createStatement()) {
            // Rows that the migrations themselves made.
            statement.execute("truncate table " + String.join(", ", tables) + " cascade");
        }
        for (String table : tables) {
            copy(table);
            long count = count(source, table);
            long copied = count(target, table);
            if (count != copied) {
                target.rollback();
                throw new IllegalStateException(
                        "the table " + table + " has " + count + " rows in H2 and " + copied + " in PostgreSQL");
            }
            rows.put(table, count);
        }
        target.commit();
        return rows;
    }

    /** What others refer to comes first. */
    private List<String> inOrder() throws SQLException {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        for (String table : tables()) {
            Set<String> needed = new TreeSet<>();
            try (ResultSet keys = source.getMetaData().getImportedKeys(null, null, table.toUpperCase(Locale.ROOT))) {
                while (keys.next()) {
                    needed.add(keys.getString("PKTABLE_NAME").toLowerCase(Locale.ROOT));
                }
            }
            needed.remove(table);
            needs.put(table, needed);
        }
        Set<String> ordered = new LinkedHashSet<>();
        while (ordered.size() < needs.size()) {
            Set<String> next = needs.entrySet().stream()
                    .filter(entry -> !ordered.contains(entry.getKey()) && ordered.containsAll(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (next.isEmpty()) {
                throw new IllegalStateException("tables refer to each other in a circle");
            }
            ordered.addAll(next);
        }
        return List.copyOf(ordered);
    }

    private Set<String> tables() throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (ResultSet found =
                source.getMetaData().getTables(null, "PUBLIC", null, new String[] {"BASE TABLE", "TABLE"})) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        tables.remove(HISTORY);
        return tables;
    }

    private void copy(String table) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + table)) {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
            }
            String insert = "insert into " + table + " (" + String.join(", ", names) + ") values ("
                    + names.stream().map(name -> "?").collect(Collectors.joining(", ")) + ")";
            try (PreparedStatement into = target.prepareStatement(insert)) {
                int waiting = 0;
                while (rows.next()) {
                    for (int i = 1; i <= names.size(); i++) {
                        into.setObject(i, value(rows, i, columns.getColumnType(i)));
                    }
                    into.addBatch();
                    waiting++;
                    if (waiting == BATCH) {
                        into.executeBatch();
                        waiting = 0;
                    }
                }
                into.executeBatch();
            }
            for (int i = 1; i <= names.size(); i++) {
                if (columns.isAutoIncrement(i)) {
                    continueAfter(table, names.get(i - 1));
                }
            }
        }
    }

    private static @Nullable Object value(ResultSet rows, int column, int type) throws SQLException {
        return switch (type) {
            case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(column, OffsetDateTime.class);
            case Types.CLOB, Types.NCLOB, Types.LONGVARCHAR -> rows.getString(column);
            case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> rows.getBytes(column);
            default -> rows.getObject(column);
        };
    }

    /** The next row gets a number that no row has. */
    private void continueAfter(String table, String column) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("select setval(pg_get_serial_sequence('" + table + "', '" + column + "'), coalesce(max("
                    + column + "), 1), max(" + column + ") is not null) from " + table);
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + table)) {
            count.next();
            return count.getLong(1);
        }
    }
}
