package io.tocsin.logstore;

import io.tocsin.logstore.push.PushLimits;
import io.tocsin.start.CannotStartException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the embedded log store.
 *
 * @param maxAge how long log lines are kept, in memory and on disk; default 2h, at least 1s, at most 100 years
 * @param maxBytes what lines and index may take in memory; 0: the smaller of 256 MB and a quarter of the heap
 * @param maxDiskBytes what the segments may take on disk; empty: twice what they may take in memory
 * @param rejectOld whether a push of lines older than {@code maxAge} is refused, as Loki does; default true
 * @param maxStreams how many label sets there may be; default 5000
 * @param maxPushBytes the size of a push, decompressed; empty: 16 MB, less when the heap is below 384 MB
 * @param maxIngestionBytesPerSecond above it pushes are answered with 429; default 64 MB
 * @param syncInterval how often segments are flushed to the device; what a crash of the machine (not of the process)
 *     may lose; empty: as TOCSIN_FSYNC; 0: before a push is acknowledged
 */
@ConfigurationProperties("tocsin.embedded")
public record EmbeddedStoreProperties(
        @DefaultValue("2h") DurationSetting maxAge,
        @Nullable ByteSize maxBytes,
        @Nullable ByteSize maxDiskBytes,
        @DefaultValue("true") boolean rejectOld,
        @DefaultValue("5000") int maxStreams,
        @Nullable ByteSize maxPushBytes,
        @DefaultValue("64MB") ByteSize maxIngestionBytesPerSecond,
        @Nullable DurationSetting syncInterval) {

    private static final long MIB = 1024L * 1024;
    private static final long MIN_BYTES = MIB;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public EmbeddedStoreProperties {
        Duration age = maxAge.value();
        if (age.compareTo(Duration.ofSeconds(1)) < 0 || age.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("tocsin.embedded.max-age must lie between 1s and 100y, not " + age);
        }
        if (maxBytes != null && maxBytes.bytes() == 0) {
            maxBytes = null;
        }
        if (maxBytes != null && maxBytes.bytes() < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "tocsin.embedded.max-bytes must be at least 1MB, not " + maxBytes.bytes() + " bytes");
        }
        if (maxStreams < 1) {
            throw new IllegalArgumentException("tocsin.embedded.max-streams must be at least 1, not " + maxStreams);
        }
    }

    /** @throws CannotStartException when the heap cannot hold what the store may keep in memory */
    /** How often segments are flushed, given what is set for all stores. */
    Duration syncInterval(Duration forAllStores) {
        return syncInterval == null ? forAllStores : syncInterval.value();
    }

    LogStoreSettings settings(Path directory, long heapBytes, Duration fsync, long minFreeBytes) {
        if (maxBytes != null && maxBytes.bytes() > heapBytes / 2) {
            throw new CannotStartException(
                    "TOCSIN_EMBEDDED_MAX_BYTES is " + maxBytes.bytes() / MIB
                            + " MB, more than half of the heap, which has " + heapBytes / MIB + " MB",
                    "lower it, or give Java more memory with -Xmx" + maxBytes.bytes() / MIB * 4 + "m");
        }
        long memory = maxBytes == null ? Math.max(MIN_BYTES, Math.min(256 * MIB, heapBytes / 4)) : maxBytes.bytes();
        long disk = maxDiskBytes == null ? 2 * memory : maxDiskBytes.bytes();
        long push = maxPushBytes == null
                ? Math.min(16 * MIB, Math.max(4 * MIB, heapBytes / 24))
                : Math.min(maxPushBytes.bytes(), Integer.MAX_VALUE / 2);
        PushLimits limits =
                PushLimits.lokiDefaults(rejectOld, maxAge.value()).with((int) push, maxIngestionBytesPerSecond.bytes());
        return new LogStoreSettings(
                directory, maxAge.value(), memory, disk, maxStreams, syncInterval(fsync), minFreeBytes, limits);
    }
}
