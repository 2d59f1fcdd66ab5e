package io.tocsin.database.config;

import io.tocsin.file.OwnerOnly;
import io.tocsin.start.CannotStartException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory of the database file, the log store and the key: it must be there, and ours to write. */
public final class DataDirectory {

    private DataDirectory() {}

    /** What is set for commands, which read no other setting: a system property, the environment, or the default. */
    public static Path configured() {
        String property = System.getProperty("tocsin.data-dir", System.getProperty("tocsin.data.dir", ""));
        String variable = System.getenv().getOrDefault("TOCSIN_DATA_DIR", "");
        return Path.of(!property.isBlank() ? property : !variable.isBlank() ? variable : "data");
    }

    /**
     * Makes the directory if need be, and closes it to other users: log lines and hashes of passwords are in it.
     *
     * @return its absolute path
     * @throws CannotStartException when it cannot be made, read or written
     */
    static Path require(Path configured) {
        Path directory = configured.toAbsolutePath().normalize();
        try {
            OwnerOnly.directory(directory);
        } catch (FileAlreadyExistsException e) {
            throw new CannotStartException(
                    "TOCSIN_DATA_DIR is " + directory + ", which is a file",
                    "set it to a directory that Tocsin may write",
                    e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "TOCSIN_DATA_DIR is " + directory + ", which cannot be made: " + reason(e),
                    "set it to a directory that Tocsin may write",
                    e);
        }
        boolean isOurs = Files.isReadable(directory) && Files.isWritable(directory) && Files.isExecutable(directory);
        if (!isOurs) {
            throw belongsToOthers(directory, null);
        }
        return directory;
    }

    static CannotStartException belongsToOthers(Path path, @Nullable Exception cause) {
        String user = System.getProperty("user.name", "?");
        String what = path + " may not be read and written by the user \"" + user + "\"" + owner(path);
        String wayOut = "chown it to that user, or set TOCSIN_DATA_DIR to another directory";
        return cause == null ? new CannotStartException(what, wayOut) : new CannotStartException(what, wayOut, cause);
    }

    private static String owner(Path path) {
        try {
            return "; it belongs to \"" + Files.getOwner(path).getName() + "\"";
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof java.nio.file.AccessDeniedException
                ? "permission denied for the user \"" + System.getProperty("user.name", "?") + "\""
                : String.valueOf(failure.getMessage());
    }
}
