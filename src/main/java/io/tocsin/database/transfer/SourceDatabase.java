package io.tocsin.database.transfer;

import io.tocsin.database.config.DatabaseConfiguration;
import io.tocsin.database.config.DatabaseProperties;
import io.tocsin.database.config.DatabaseStart;
import io.tocsin.start.CannotStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/**
 * A database that is read as it was at one moment, and not changed. A PostgreSQL may be in use meanwhile; an H2 file is in
 * use by nobody else.
 */
final class SourceDatabase implements AutoCloseable {

    private final Connection connection;
    private final MigrationVersion version;
    private final List<Table> tables;

    private SourceDatabase(Connection connection, MigrationVersion version, List<Table> tables) {
        this.connection = connection;
        this.version = version;
        this.tables = tables;
    }

    /**
     * @throws CannotStartException when it cannot be opened, or is a file in use
     * @throws TransferException when there is none, or it is of another version than this program
     */
    static SourceDatabase open(DatabaseProperties database) throws SQLException {
        Connection connection = connection(database);
        try {
            MigrationVersion version = requireOwnVersion(connection, database);
            connection.setAutoCommit(false);
            List<Table> tables = Tables.of(connection);
            return new SourceDatabase(connection, version, tables);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection connection(DatabaseProperties database) throws SQLException {
        if (database.db().isPostgres()) {
            Connection connection = postgres(database.db());
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return connection;
        }
        Path file = DatabaseConfiguration.databaseFile(database.dataDir());
        if (!Files.exists(file)) {
            throw new TransferException("there is no database file " + file);
        }
        Connection connection = DatabaseStart.h2(DatabaseConfiguration.fileUrl(database.dataDir()), file);
        try (Statement statement = connection.createStatement()) {
            // Rows are read from the table one by one, and not first all of them into the memory.
            statement.execute("set lazy_query_execution 1");
        }
        return connection;
    }

    /** Without the limit on the time of a statement that a server needs: some take as long as the table is large. */
    static Connection postgres(DatabaseProperties.Db database) throws SQLException {
        Connection connection = new DatabaseStart(Duration.ZERO, Duration.ZERO).postgres(database);
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }

    private static MigrationVersion requireOwnVersion(Connection connection, DatabaseProperties database)
            throws SQLException {
        if (!hasHistory(connection)) {
            throw new TransferException(SchemaVersion.nameOf(database) + " has no tables of Tocsin");
        }
        Flyway migrations = database.db().isPostgres()
                ? SchemaVersion.migrations(
                        database.db().url(), database.db().user(), database.db().password())
                : SchemaVersion.migrations(DatabaseConfiguration.fileUrl(database.dataDir()), "sa", "");
        MigrationVersion program = SchemaVersion.ofProgram(migrations);
        MigrationVersion present = SchemaVersion.of(connection);
        if (!present.equals(program)) {
            throw new TransferException(SchemaVersion.nameOf(database) + " is of version " + present
                    + " and this program of " + program
                    + "; start this version once with that database, and stop it");
        }
        return present;
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select 1 from information_schema.tables"
                        + " where table_schema = current_schema and table_name = '" + Tables.HISTORY + "'")) {
            return found.next();
        }
    }

    Connection connection() {
        return connection;
    }

    /** In an order in which they can be written again. */
    List<Table> tables() {
        return tables;
    }

    /** Of the newest migration. */
    String version() {
        return version.toString();
    }

    /** As in "H2 2.4.240". */
    String product() throws SQLException {
        return connection.getMetaData().getDatabaseProductName() + " "
                + connection.getMetaData().getDatabaseProductVersion();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
