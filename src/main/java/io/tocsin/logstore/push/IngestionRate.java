package io.tocsin.logstore.push;

/** A token bucket over bytes that holds two seconds' worth. */
final class IngestionRate {

    private final long bytesPerSecond;
    private double available;
    private long lastNanos;

    IngestionRate(long bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.available = 2.0 * bytesPerSecond;
        this.lastNanos = nowNanos;
    }

    /** Takes the bytes if they fit. @param nowNanos a monotonic time */
    synchronized boolean take(long bytes, long nowNanos) {
        double refill = (nowNanos - lastNanos) / 1e9 * bytesPerSecond;
        lastNanos = nowNanos;
        available = Math.min(2.0 * bytesPerSecond, available + Math.max(0, refill));
        if (bytes > available) {
            return false;
        }
        available -= bytes;
        return true;
    }
}
