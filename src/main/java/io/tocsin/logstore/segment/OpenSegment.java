package io.tocsin.logstore.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segment that is written to. Callers hold the log's lock, except for {@link #sync}. */
final class OpenSegment {

    private static final Logger log = LoggerFactory.getLogger(OpenSegment.class);

    private final Path path;
    private final SegmentFile file;
    private final Instant openedAt;
    private volatile long bytes;
    private volatile long syncedBytes;
    private long newestNanos = Long.MIN_VALUE;

    OpenSegment(Path path, SegmentFile file, Instant openedAt) {
        this.path = path;
        this.file = file;
        this.openedAt = openedAt;
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    long newestNanos() {
        return newestNanos;
    }

    boolean isFull(int more, Instant now, SegmentLog.SegmentLimits limits) {
        return bytes > 0
                && (bytes + more > limits.maxBytes()
                        || Duration.between(openedAt, now).compareTo(limits.maxAge()) > 0);
    }

    /**
     * Writes at the end.
     *
     * @return false if the write failed and its remains could not be removed: the segment must not be written again
     * @throws IOException if the write failed and left no trace
     */
    boolean append(EncodedPush push) throws IOException {
        try {
            file.write(push.bytes(), 0, push.length());
        } catch (IOException e) {
            if (takeBack(e)) {
                throw e;
            }
            return false;
        }
        bytes += push.length();
        newestNanos = Math.max(newestNanos, push.newestNanos());
        return true;
    }

    private boolean takeBack(IOException cause) {
        try {
            file.truncate(bytes);
            return true;
        } catch (IOException e) {
            e.addSuppressed(cause);
            log.error("Cannot take back a partial write; going on in a new segment: segment={}", path, e);
            closeQuietly();
            return false;
        }
    }

    synchronized void sync() throws IOException {
        long upTo = bytes;
        if (upTo > syncedBytes) {
            file.sync();
            syncedBytes = upTo;
        }
    }

    synchronized void syncAndClose() {
        try {
            sync();
        } catch (IOException e) {
            log.warn("Cannot flush a log segment to the device: segment={}", path, e);
        }
        // From here on nothing is written, so a late call of sync finds nothing to do.
        syncedBytes = bytes;
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            file.close();
        } catch (IOException e) {
            log.warn("Cannot close a log segment: segment={}", path, e);
        }
    }
}
