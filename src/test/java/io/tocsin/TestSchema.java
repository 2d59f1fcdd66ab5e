package io.tocsin;

import io.tocsin.database.config.DatabaseConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * The tables of the application. They are made by its migrations once in each JVM; every further database is a copy of
 * that one, because hundreds of tests want an empty one each.
 */
public final class TestSchema {

    private static final String FILE = "tocsin.mv.db";

    /** The copied file remembers that the application writes at each commit. */
    private static final String WRITES_LATER = ";WRITE_DELAY=500";

    private TestSchema() {}

    private static final class H2Template {

        private static final byte[] BYTES = make();

        private static byte[] make() {
            try {
                Path directory = Files.createTempDirectory("h2-template");
                try {
                    String url = DatabaseConfiguration.fileUrl(directory);
                    try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
                        migrate(new SingleConnectionDataSource(connection, true));
                        connection.createStatement().execute("shutdown");
                    }
                    return Files.readAllBytes(directory.resolve(FILE));
                } finally {
                    FileSystemUtils.deleteRecursively(directory);
                }
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("the tables could not be made", e);
            }
        }
    }

    /** As the application does it. */
    static void migrate(DataSource dataSource) {
        String vendor = TestJpa.isPostgres(dataSource) ? "postgresql" : "h2";
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration", "classpath:db/vendor/" + vendor)
                .load()
                .migrate();
    }

    static boolean isAbsent(Path directory) {
        return Files.notExists(directory.resolve(FILE));
    }

    /** Puts the file of a database with all tables into the directory. */
    static void copyH2(Path directory) {
        try {
            Path file = Files.write(directory.resolve(FILE), H2Template.BYTES);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pool for a new database with all tables in the directory, which is not forced to the disk. */
    public static JdbcConnectionPool h2(Path directory) {
        copyH2(directory);
        return JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("tocsin") + WRITES_LATER, "sa", "");
    }
}
