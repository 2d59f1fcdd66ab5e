package io.tocsin.database;

import java.io.File;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database takes on its disk. */
public final class DatabaseSize {

    private DatabaseSize() {}

    /** The bytes of a PostgreSQL database with its indexes. Blocks for a short query. */
    public static long ofPostgres(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql("select pg_database_size(current_database())")
                .query(Long.class)
                .single();
    }

    /** The bytes of an H2 database: of the files whose names begin with its name and a dot. */
    public static long ofFiles(Path directory, String name) {
        File[] files = directory.toFile().listFiles((folder, file) -> file.startsWith(name + "."));
        long bytes = 0;
        if (files != null) {
            for (File file : files) {
                bytes += file.length();
            }
        }
        return bytes;
    }
}
