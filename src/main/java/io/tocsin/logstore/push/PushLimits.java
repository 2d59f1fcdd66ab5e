package io.tocsin.logstore.push;

import java.time.Duration;

/**
 * What a push may contain; the defaults are Loki's except for the rate, which is generous.
 *
 * @param rejectOld whether entries older than {@code maxAge} are refused
 * @param maxAhead how far in the future an entry may lie
 * @param maxBytesPerSecond of lines and metadata, averaged over two seconds
 */
public record PushLimits(
        boolean rejectOld,
        Duration maxAge,
        Duration maxAhead,
        int maxLabelNames,
        int maxLabelNameBytes,
        int maxLabelValueBytes,
        int maxLineBytes,
        int maxMetadataBytes,
        int maxMetadataNames,
        int maxBodyBytes,
        long maxBytesPerSecond) {

    private static final int KIB = 1024;

    /** Loki's limits with these settings for old entries. */
    public static PushLimits lokiDefaults(boolean rejectOld, Duration maxAge) {
        return new PushLimits(
                rejectOld,
                maxAge,
                Duration.ofMinutes(10),
                15,
                KIB,
                2 * KIB,
                256 * KIB,
                64 * KIB,
                128,
                16 * KIB * KIB,
                64L * KIB * KIB);
    }

    /** These limits with other bounds on a push's decompressed size and on the rate of ingestion. */
    public PushLimits with(int bodyBytes, long bytesPerSecond) {
        return new PushLimits(
                rejectOld,
                maxAge,
                maxAhead,
                maxLabelNames,
                maxLabelNameBytes,
                maxLabelValueBytes,
                maxLineBytes,
                maxMetadataBytes,
                maxMetadataNames,
                bodyBytes,
                bytesPerSecond);
    }
}
