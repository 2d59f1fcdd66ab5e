package io.tocsin.database.transfer;

import io.tocsin.database.config.DatabaseProperties;
import io.tocsin.start.CannotStartException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies everything from an H2 file that nobody uses into a PostgreSQL that is empty, and counts it. */
public final class DatabaseMove {

    private DatabaseMove() {}

    /**
     * Makes the tables, and copies the rows of all of them in one transaction. Blocks; the H2 file keeps what it has, and
     * nothing is left in the PostgreSQL when it fails.
     *
     * @param from an H2 file
     * @param to a PostgreSQL
     * @return the rows of each table, in the order in which they were copied
     * @throws CannotStartException when one of them cannot be opened, or the file is in use
     * @throws TransferException when the databases do not fit, or the counts differ
     */
    public static Map<String, Long> run(DatabaseProperties from, DatabaseProperties to) {
        try (SourceDatabase source = SourceDatabase.open(from);
                TargetDatabase target = TargetDatabase.make(to)) {
            Map<String, Long> rows = new LinkedHashMap<>();
            for (Table table : source.tables()) {
                try (TableWriter writer = target.writer(table)) {
                    Tables.read(source.connection(), table, writer::add);
                    writer.flush();
                }
                long count = Tables.count(source.connection(), table);
                long copied = target.count(table);
                if (count != copied) {
                    throw new TransferException("the table " + table.name() + " has " + count + " rows, and " + copied
                            + " of them are in the PostgreSQL");
                }
                rows.put(table.name(), count);
            }
            target.keep();
            return rows;
        } catch (SQLException e) {
            throw new TransferException("the databases say: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TransferException(String.valueOf(e.getMessage()), e);
        }
    }
}
