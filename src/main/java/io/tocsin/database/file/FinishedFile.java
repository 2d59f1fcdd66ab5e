package io.tocsin.database.file;

import io.tocsin.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.h2.store.fs.FilePath;

/** A database file that was made beside its place. */
public final class FinishedFile {

    private FinishedFile() {}

    /**
     * Gives a closed file its name. It is on the device before it has it, so that after a loss of power there is either all of it
     * under that name or nothing; what has the name already is replaced. Blocks for as long as the device takes.
     *
     * @param made on the same disk
     */
    public static void putInPlace(Path made, Path place) throws IOException {
        OwnerOnly.file(made);
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
        Directories.sync(FilePath.get(place.toString()).getParent());
    }
}
