package io.tocsin.database.transfer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a database for its tables and their rows. */
final class Tables {

    /** Flyway's own table, which is made and not transferred. */
    static final String HISTORY = "flyway_schema_history";

    /** Some texts are a megabyte long. */
    private static final int ROWS_AT_ONCE = 50;

    private Tables() {}

    /** Takes one row of a table, its values in the order of the columns. */
    @FunctionalInterface
    interface RowConsumer {

        void accept(@Nullable Object[] row) throws SQLException;
    }

    /** All tables of the present schema but Flyway's; what others refer to comes first. */
    static List<Table> of(Connection connection) throws SQLException {
        Map<String, Table> tables = new LinkedHashMap<>();
        Map<String, Set<String>> needs = new TreeMap<>();
        for (String storedName : names(connection)) {
            Table table = table(connection, storedName);
            tables.put(table.name(), table);
            needs.put(table.name(), referredTo(connection, storedName));
        }
        return inOrder(needs).stream()
                .map(name -> Objects.requireNonNull(tables.get(name)))
                .toList();
    }

    /** As the database stores them: H2 in upper case, PostgreSQL in lower case. */
    static Set<String> names(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select table_name from information_schema.tables"
                        + " where table_schema = current_schema and table_type = 'BASE TABLE'")) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        names.remove(HISTORY);
        return names;
    }

    private static Table table(Connection connection, String storedName) throws SQLException {
        Set<String> identities = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select column_name from information_schema.columns where table_schema = current_schema"
                        + " and table_name = ? and is_identity = 'YES'")) {
            statement.setString(1, storedName);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    identities.add(lower(found.getString(1)));
                }
            }
        }
        List<Table.TableColumn> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("select * from " + storedName + " where 1 = 0")) {
            ResultSetMetaData about = none.getMetaData();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                String name = lower(about.getColumnName(i));
                ColumnKind kind = ColumnKind.of(about.getColumnType(i), about.getColumnTypeName(i));
                columns.add(new Table.TableColumn(name, kind, identities.contains(name)));
            }
        }
        return new Table(lower(storedName), columns);
    }

    private static Set<String> referredTo(Connection connection, String storedName) throws SQLException {
        Set<String> needed = new TreeSet<>();
        try (ResultSet keys =
                connection.getMetaData().getImportedKeys(connection.getCatalog(), connection.getSchema(), storedName)) {
            while (keys.next()) {
                needed.add(lower(keys.getString("PKTABLE_NAME")));
            }
        }
        needed.remove(lower(storedName));
        return needed;
    }

    private static Set<String> inOrder(Map<String, Set<String>> needs) {
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
        return ordered;
    }

    static long count(Connection connection, Table table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + table.name())) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Hands over all rows, some at a time, so that a table need not fit into the memory; the connection must be in a transaction. */
    static void read(Connection connection, Table table, RowConsumer consumer) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery("select " + table.columnNames() + " from " + table.name())) {
                while (rows.next()) {
                    @Nullable
                    Object[] row = new @Nullable Object[table.columns().size()];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = table.columns().get(i).kind().read(rows, i + 1);
                    }
                    consumer.accept(row);
                }
            }
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
