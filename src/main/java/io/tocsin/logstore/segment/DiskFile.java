package io.tocsin.logstore.segment;

import io.tocsin.file.OwnerOnly;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment file on disk. Not a {@code FileChannel}: a channel is closed by an interrupt of the writing thread, and a
 * client that goes away while its push is written must not close the file for everybody.
 */
public final class DiskFile implements SegmentFile {

    private static final Logger log = LoggerFactory.getLogger(DiskFile.class);

    private final RandomAccessFile file;
    private final Path path;
    private boolean isNameSynced;

    private DiskFile(RandomAccessFile file, Path path) {
        this.file = file;
        this.path = path;
    }

    public static SegmentFile create(Path path) throws IOException {
        Files.createFile(path, OwnerOnly.newFile(path));
        return new DiskFile(new RandomAccessFile(path.toFile(), "rw"), path);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        file.write(bytes, from, length);
    }

    @Override
    public void truncate(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
    }

    @Override
    public void sync() throws IOException {
        file.getFD().sync();
        if (!isNameSynced) {
            syncName();
            isNameSynced = true;
        }
    }

    /** A new file is lost with its name; Windows cannot, and need not, sync a directory. */
    private void syncName() {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            log.debug("The directory cannot be synced: segment={}", path, e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
