package io.tocsin.database.transfer;

import io.tocsin.database.config.DatabaseConfiguration;
import io.tocsin.database.config.DatabaseProperties;
import io.tocsin.file.OwnerOnly;
import io.tocsin.start.CannotStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database that is made: all of it, or nothing. An H2 file is made beside its place and put there when it is whole; in a
 * PostgreSQL all rows are one transaction, and the tables are dropped when it fails.
 */
final class TargetDatabase implements AutoCloseable {

    private static final String MADE_IN = ".importing";

    private final Connection connection;
    private final List<Table> tables;
    private final String version;
    private final @Nullable Path place;
    private boolean isKept;

    /** @param place of the H2 file; null: it is a PostgreSQL */
    private TargetDatabase(Connection connection, List<Table> tables, String version, @Nullable Path place) {
        this.connection = connection;
        this.tables = tables;
        this.version = version;
        this.place = place;
    }

    /**
     * Makes the tables, without rows.
     *
     * @throws CannotStartException when it cannot be opened
     * @throws TransferException when there is something already
     */
    static TargetDatabase make(DatabaseProperties database) throws SQLException, IOException {
        DatabaseProperties.Db server = database.db();
        if (server.isPostgres()) {
            Connection connection = SourceDatabase.postgres(server);
            try {
                refuseTables(connection);
                SchemaVersion.migrations(server.url(), server.user(), server.password())
                        .migrate();
                return made(connection, null);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }
        Path place = DatabaseConfiguration.databaseFile(database.dataDir());
        if (Files.exists(place)) {
            throw new TransferException("there is a database already: " + place
                    + "; move it away, or set TOCSIN_DATA_DIR to another directory");
        }
        Path workplace = place.resolveSibling(MADE_IN);
        deleteAll(workplace);
        OwnerOnly.directory(workplace);
        String url = "jdbc:h2:file:" + workplace.resolve("tocsin") + ";WRITE_DELAY=500;TRACE_LEVEL_FILE=0";
        // Checks of tables work in H2 for as long as the connection that made them; after it is opened anew they always
        // do.
        SchemaVersion.migrations(url, "sa", "").migrate();
        return made(DriverManager.getConnection(url, "sa", ""), place);
    }

    private static void refuseTables(Connection connection) throws SQLException {
        Set<String> names = Tables.names(connection);
        if (!names.isEmpty()) {
            throw new TransferException("the PostgreSQL is not empty: it has the table "
                    + names.iterator().next() + "; make a new database");
        }
    }

    private static TargetDatabase made(Connection connection, @Nullable Path place) throws SQLException {
        List<Table> tables = Tables.of(connection);
        connection.setAutoCommit(false);
        TargetDatabase target = new TargetDatabase(
                connection, tables, SchemaVersion.of(connection).toString(), place);
        try (Statement statement = connection.createStatement()) {
            // Rows that the migrations themselves made; those that refer to others come last.
            for (int i = tables.size() - 1; i >= 0; i--) {
                statement.execute("delete from " + tables.get(i).name());
            }
        }
        return target;
    }

    List<Table> tables() {
        return tables;
    }

    /** Of the newest migration. */
    String version() {
        return version;
    }

    boolean isPostgres() {
        return place == null;
    }

    /** Rows for a table; closed before the next is begun. */
    TableWriter writer(Table table) throws SQLException {
        return new TableWriter(connection, table, isPostgres());
    }

    long count(Table table) throws SQLException {
        return Tables.count(connection, table);
    }

    /** Everything is there: from now on it is what a start finds. */
    void keep() throws SQLException, IOException {
        for (Table table : tables) {
            for (Table.TableColumn column : table.columns()) {
                if (column.isIdentity()) {
                    continueAfter(table.name(), column.name());
                }
            }
        }
        connection.commit();
        if (place != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("shutdown");
            }
            putInPlace(place);
        }
        isKept = true;
    }

    /** The next row gets a number that no row has. */
    private void continueAfter(String table, String column) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (isPostgres()) {
                statement.execute("select setval(pg_get_serial_sequence('" + table + "', '" + column
                        + "'), coalesce(max(" + column + "), 1), max(" + column + ") is not null) from " + table);
                return;
            }
            statement.execute("alter table " + table + " alter column " + column + " restart with (select coalesce(max("
                    + column + "), 0) + 1 from " + table + ")");
        }
    }

    private static void putInPlace(Path place) throws IOException {
        Path made = place.resolveSibling(MADE_IN).resolve(place.getFileName());
        OwnerOnly.file(made);
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        if (Files.exists(place)) {
            throw new TransferException("meanwhile somebody made the database " + place);
        }
        Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
        // What an earlier file of this name had not yet on the disk.
        Files.deleteIfExists(place.resolveSibling("tocsin.sync"));
    }

    @Override
    public void close() throws SQLException, IOException {
        try (connection) {
            if (!isKept && isPostgres()) {
                connection.rollback();
                dropTables();
            }
        }
        if (place != null) {
            deleteAll(place.resolveSibling(MADE_IN));
        }
    }

    private void dropTables() throws SQLException {
        String made = Stream.concat(tables.stream().map(Table::name), Stream.of(Tables.HISTORY))
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists " + made + " cascade");
        }
        connection.commit();
    }

    private static void deleteAll(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
