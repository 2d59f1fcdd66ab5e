package io.tocsin.file;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Keeps other users of the machine from files and directories. Where the file system knows no owners nothing is done. */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private OwnerOnly() {}

    /** Makes the directory and those above it that are missing; one that is there is closed to others if it is ours. */
    public static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, isPosix(directory) ? attributes(DIRECTORY) : new FileAttribute<?>[0]);
        }
        close(directory, DIRECTORY);
    }

    /** Closes a file that is there to others, if it is ours. */
    public static void file(Path file) {
        close(file, FILE);
    }

    /** What a new file is made with. */
    public static FileAttribute<?>[] newFile(Path file) {
        return isPosix(file) ? attributes(FILE) : new FileAttribute<?>[0];
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** A volume that somebody else owns, and lends by its group, stays as it is: it cannot be changed. */
    private static void close(Path path, Set<PosixFilePermission> permissions) {
        try {
            FileStore store = Files.getFileStore(path);
            if (store.supportsFileAttributeView("posix")
                    && !Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                            .equals(permissions)) {
                Files.setPosixFilePermissions(path, permissions);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Not ours: whoever owns it says who may read it.
            return;
        }
    }
}
