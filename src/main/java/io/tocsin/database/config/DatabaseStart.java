package io.tocsin.database.config;

import io.tocsin.start.CannotStartException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first connection to the database. What goes wrong with it is told in one line; a server that cannot be reached is
 * waited for, because it may be starting at the same moment.
 */
public final class DatabaseStart {

    /** What may be over in a moment: no connection, too many connections, the server is starting or stopping. */
    private static final Set<String> PASSING = Set.of("08", "53", "57");

    /** H2's code of {@code DATABASE_ALREADY_OPEN_1}. */
    private static final int H2_ALREADY_OPEN = 90020;
    /** H2's code of {@code FILE_CORRUPTED_1}. */
    private static final int H2_CORRUPT = 90030;
    /** H2's code of {@code GENERAL_ERROR_1}: what it meets in the pages of a file. */
    private static final int H2_INTERNAL = 50000;

    private static final Logger log = LoggerFactory.getLogger(DatabaseStart.class);

    private final Duration patience;
    private final Duration pause;

    /**
     * @param patience how long a server that does not answer is waited for
     * @param pause between two attempts; each one is a line in the log
     */
    public DatabaseStart(Duration patience, Duration pause) {
        this.patience = patience;
        this.pause = pause;
    }

    /**
     * A connection to PostgreSQL; the caller closes it.
     *
     * @throws CannotStartException when there is none, or none within the patience
     */
    public Connection postgres(DatabaseProperties.Db db) {
        String shown = shown(db.url());
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection(db.url(), properties(db));
            } catch (SQLException e) {
                String state = String.valueOf(e.getSQLState());
                boolean isPassing = state.length() == 5 && PASSING.contains(state.substring(0, 2));
                if (!isPassing || System.nanoTime() + pause.toNanos() > deadline) {
                    throw postgresFailure(e, state, shown, db.user());
                }
                log.warn(
                        "PostgreSQL does not answer yet, it is tried again: TOCSIN_DB_URL={} cause={}",
                        shown,
                        reason(e));
                sleep();
            }
        }
    }

    private void sleep() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartException("the start was interrupted", "start again", e);
        }
    }

    private static Properties properties(DatabaseProperties.Db db) {
        Properties properties = new Properties();
        properties.setProperty("user", db.user());
        properties.setProperty("password", db.passwordSecret().reveal());
        properties.setProperty("loginTimeout", "10");
        PostgresPool.properties(db.url()).forEach(properties::setProperty);
        return properties;
    }

    private CannotStartException postgresFailure(SQLException failure, String state, String shown, String user) {
        if (state.startsWith("28")) {
            return new CannotStartException(
                    "PostgreSQL at TOCSIN_DB_URL=" + shown + " refuses the user \"" + user + "\": " + reason(failure),
                    "correct TOCSIN_DB_USER and TOCSIN_DB_PASSWORD",
                    failure);
        }
        if (state.equals("3D000")) {
            return new CannotStartException(
                    "TOCSIN_DB_URL=" + shown + " names a database that does not exist",
                    "create it, or correct the name at the end of the URL",
                    failure);
        }
        return new CannotStartException(
                "PostgreSQL at TOCSIN_DB_URL=" + shown + " cannot be used"
                        + (state.startsWith("08") ? ", tried for " + patience.toSeconds() + " s: " : ": ")
                        + reason(failure),
                "check host, port and network, and that it runs; or remove TOCSIN_DB_URL to use H2",
                failure);
    }

    /**
     * Opens the database file; the caller closes the connection.
     *
     * @throws CannotStartException when the file is in use or cannot be read
     */
    public static Connection h2(String url, Path file) {
        refuseEmpty(file);
        try {
            return DriverManager.getConnection(url, "sa", "");
        } catch (SQLException e) {
            throw h2Failure(e, file);
        }
    }

    private static CannotStartException h2Failure(SQLException failure, Path file) {
        if (failure.getErrorCode() == H2_ALREADY_OPEN || isInUse(failure)) {
            return inUse(file, failure);
        }
        if (Files.exists(file) && !(Files.isReadable(file) && Files.isWritable(file))) {
            return DataDirectory.belongsToOthers(file, failure);
        }
        if (failure.getErrorCode() == H2_CORRUPT || failure.getErrorCode() == H2_INTERNAL) {
            return damaged(file, deepestReason(failure), failure);
        }
        return new CannotStartException(
                "the database file " + file + " cannot be opened: " + reason(failure),
                "restore it from a backup, or set TOCSIN_DATA_DIR to another directory",
                failure);
    }

    static CannotStartException inUse(Path file, @Nullable SQLException failure) {
        String line = "the database file " + file + " is in use by another process, probably another Tocsin";
        String wayOut = "stop that one, or set TOCSIN_DATA_DIR to a directory of its own";
        return failure == null
                ? new CannotStartException(line, wayOut)
                : new CannotStartException(line, wayOut, failure);
    }

    private static CannotStartException damaged(Path file, String what, @Nullable SQLException failure) {
        String wayOut =
                "restore it from a backup, or run \"java -jar tocsin.jar recover\" to bring what can be read into a"
                        + " new file";
        String line = "the database file " + file + " is damaged: " + what;
        return failure == null
                ? new CannotStartException(line, wayOut)
                : new CannotStartException(line, wayOut, failure);
    }

    private static String deepestReason(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            cause = next;
        }
        String message = String.valueOf(cause.getMessage());
        return message.lines()
                .findFirst()
                .orElse("")
                .replaceAll(" \\[[0-9./]+\\]$|[. ]+$", "")
                .replaceAll(": tocsin:.*$", "");
    }

    /** H2 would make a new database of an empty file, and so of all that was lost, nothing would be said. */
    static void refuseEmpty(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) == 0) {
                throw damaged(file, "it is empty", null);
            }
            Path journal = file.resolveSibling(file.getFileName().toString().replaceAll("\\.mv\\.db$", ".sync"));
            if (!Files.exists(file) && Files.exists(journal)) {
                throw new CannotStartException(
                        "the database file " + file + " is gone, though " + journal.getFileName()
                                + " says that it was in use",
                        "restore it from a backup, or delete " + journal + " to begin with an empty database");
            }
        } catch (IOException e) {
            throw new CannotStartException(
                    "the database file " + file + " cannot be read: " + e.getMessage(),
                    "see that its owner and the disk are right",
                    e);
        }
    }

    private static boolean isInUse(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("file is locked")) {
                return true;
            }
        }
        return false;
    }

    /** The URL without what may be a password: user information and parameters. */
    static String shown(String url) {
        return url.replaceAll("//[^/@\\s]*@", "//").replaceAll("\\?.*", "");
    }

    private static String reason(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure.getCause() instanceof UnknownHostException unknown) {
            return "the host \"" + unknown.getMessage() + "\" is not known";
        }
        return message.lines().findFirst().orElse("").replaceAll("^FATAL: |\\. Check that the hostname.*|[. ]+$", "");
    }
}
