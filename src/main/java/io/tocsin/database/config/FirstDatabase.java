package io.tocsin.database.config;

import io.tocsin.database.file.FinishedFile;
import io.tocsin.file.OwnerOnly;
import io.tocsin.start.CannotStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The H2 file of a first start. Its tables are made in a file beside its place, which is forced to the device once, when all of
 * them are there, and then gets its name: nobody has been told of anything in it, so a start that is cut short begins again.
 */
final class FirstDatabase {

    private static final String MADE_IN = ".creating";
    /** It is written when it is closed; nobody waits for a commit. */
    private static final String SETTINGS =
            ";WRITE_DELAY=500;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";

    private FirstDatabase() {}

    /**
     * Does nothing when there is a file.
     *
     * @param place of the file; its directory is there
     * @throws CannotStartException when another process is making it, or it cannot be made
     */
    static void makeIfAbsent(Path place) {
        if (Files.exists(place)) {
            return;
        }
        Path workplace = place.resolveSibling(MADE_IN);
        Path lockFile = workplace.resolve("lock");
        try {
            OwnerOnly.directory(workplace);
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (lock(channel) == null) {
                    throw DatabaseStart.inUse(place, null);
                }
                // Another process may have made it until it gave the lock back.
                if (!Files.exists(place)) {
                    deleteAllBut(lockFile, workplace);
                    FinishedFile.putInPlace(make(workplace.resolve(DatabaseConfiguration.FILE_NAME)), place);
                }
                deleteAllBut(lockFile, workplace);
            }
            Files.deleteIfExists(lockFile);
            Files.deleteIfExists(workplace);
        } catch (IOException e) {
            throw new CannotStartException(
                    "the database file " + place + " cannot be made: " + e.getMessage(),
                    "see that the disk has room, or set TOCSIN_DATA_DIR to another directory",
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Returns the closed file. */
    private static Path make(Path name) {
        String url = "jdbc:h2:file:" + name + SETTINGS;
        Path file = name.resolveSibling(name.getFileName() + ".mv.db");
        try (Connection connection = DatabaseStart.h2(url, file);
                Statement statement = connection.createStatement()) {
            Flyway.configure()
                    .dataSource(url, "sa", "")
                    .locations("classpath:db/migration", "classpath:db/vendor/h2")
                    .load()
                    .migrate();
            statement.execute("shutdown");
        } catch (SQLException e) {
            throw new IllegalStateException("the new database file " + file + " cannot be closed", e);
        }
        return file;
    }

    private static void deleteAllBut(Path kept, Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(found -> !found.equals(kept)).toList()) {
                Files.delete(file);
            }
        }
    }
}
