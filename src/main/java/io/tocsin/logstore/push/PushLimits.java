package io.tocsin.logstore.push;

import java.time.Duration;

/**
 * What a push may contain; the defaults are Loki's except for the rate, which is generous.
 *
 * @param maxBodyBytes of a push, before and after decompression
 * @param maxBytesPerSecond of lines and metadata, averaged over two seconds
 */
public record PushLimits(
        AgeLimits age,
        LabelLimits labels,
        MetadataLimits metadata,
        int maxLineBytes,
        int maxBodyBytes,
        long maxBytesPerSecond) {

    private static final int KIB = 1024;

    /**
     * When an entry may have been written.
     *
     * @param rejectOld whether entries older than {@code maxAge} are refused
     * @param maxAhead how far in the future an entry may lie
     */
    public record AgeLimits(boolean rejectOld, Duration maxAge, Duration maxAhead) {}

    /** How many labels a stream may have, and how long they may be. */
    public record LabelLimits(int maxNames, int maxNameBytes, int maxValueBytes) {}

    /** How much structured metadata an entry may have. */
    public record MetadataLimits(int maxNames, int maxBytes) {}

    /** Loki's limits with these settings for old entries. */
    public static PushLimits lokiDefaults(boolean rejectOld, Duration maxAge) {
        return new PushLimits(
                new AgeLimits(rejectOld, maxAge, Duration.ofMinutes(10)),
                new LabelLimits(15, KIB, 2 * KIB),
                new MetadataLimits(128, 64 * KIB),
                256 * KIB,
                16 * KIB * KIB,
                64L * KIB * KIB);
    }

    /** These limits with other bounds on a push's decompressed size and on the rate of ingestion. */
    public PushLimits with(int bodyBytes, long bytesPerSecond) {
        return new PushLimits(age, labels, metadata, maxLineBytes, bodyBytes, bytesPerSecond);
    }
}
