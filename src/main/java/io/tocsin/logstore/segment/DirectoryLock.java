package io.tocsin.logstore.segment;

import io.tocsin.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a second process out of a log store's directory. The operating system releases it when the process ends. */
final class DirectoryLock implements Closeable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws LogStoreLockedException if somebody else holds it */
    static DirectoryLock acquire(Path directory) throws IOException {
        Path lock = directory.resolve("lock");
        FileChannel channel = FileChannel.open(
                lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.newFile(lock));
        try {
            if (tryLock(channel) == null) {
                throw new LogStoreLockedException(directory);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new DirectoryLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
