package io.tocsin.database.transfer;

import io.tocsin.database.config.DatabaseProperties;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Which migrations a database has seen, and which ones this program has. */
final class SchemaVersion {

    private SchemaVersion() {}

    /** Knows the migrations of this program for such a database. */
    static Flyway migrations(String url, String user, String password) {
        String vendor = url.startsWith("jdbc:postgresql:") ? "postgresql" : "h2";
        return Flyway.configure()
                .dataSource(url, user, password)
                .locations("classpath:db/migration", "classpath:db/vendor/" + vendor)
                .load();
    }

    /** The newest of this program. */
    static MigrationVersion ofProgram(Flyway migrations) {
        return Arrays.stream(migrations.info().all())
                .filter(migration -> migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
    }

    /** The newest that the database has seen. */
    static MigrationVersion of(Connection connection) throws SQLException {
        MigrationVersion newest = MigrationVersion.EMPTY;
        try (Statement statement = connection.createStatement();
                ResultSet versions = statement.executeQuery("select \"version\" from \"" + Tables.HISTORY
                        + "\" where \"version\" is not null and \"success\"")) {
            while (versions.next()) {
                MigrationVersion version = MigrationVersion.fromVersion(versions.getString(1));
                newest = version.compareTo(newest) > 0 ? version : newest;
            }
        }
        return newest;
    }

    /** How a database is called in what people read. */
    static String nameOf(DatabaseProperties database) {
        return database.db().isPostgres() ? "the PostgreSQL" : "the H2 file";
    }
}
