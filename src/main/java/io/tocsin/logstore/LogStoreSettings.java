package io.tocsin.logstore;

import io.tocsin.logstore.push.PushLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a log store is bounded.
 *
 * @param directory for the segments
 * @param maxAge how long entries are kept; they are gone at the latest a twentieth of it later
 * @param maxMemoryBytes for entries, index and overhead together; the oldest chunks are dropped above it
 * @param maxDiskBytes for segments; the oldest are deleted above it
 * @param syncInterval how much may be lost when the machine (not the process) dies; 0: a push is on the device before it
 *     is acknowledged
 * @param minFreeBytes of the disk; below it pushes are refused
 */
public record LogStoreSettings(
        Path directory,
        Duration maxAge,
        long maxMemoryBytes,
        long maxDiskBytes,
        int maxStreams,
        Duration syncInterval,
        long minFreeBytes,
        PushLimits pushLimits) {

    private static final long MIN_SEGMENT_BYTES = 64 * 1024;
    private static final long MAX_SEGMENT_BYTES = 16 * 1024 * 1024;
    private static final int MIN_CHUNK_BYTES = 8 * 1024;
    private static final int MAX_CHUNK_BYTES = 256 * 1024;

    /** A sixteenth of the disk's bytes, so that deleting one segment loses little. */
    long segmentBytes() {
        return Math.max(MIN_SEGMENT_BYTES, Math.min(MAX_SEGMENT_BYTES, maxDiskBytes / 16));
    }

    Duration segmentAge() {
        return maxAge.dividedBy(8);
    }

    int chunkBytes() {
        return (int) Math.max(MIN_CHUNK_BYTES, Math.min(MAX_CHUNK_BYTES, maxMemoryBytes / 64));
    }
}
