package io.tocsin.logstore;

import io.tocsin.logstore.LogStoreObserver.DropReason;
import io.tocsin.logstore.entry.StreamEntries;
import io.tocsin.logstore.segment.SegmentLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long entries are kept, and how many bytes of them, in memory and on disk. */
final class LogRetention {

    private static final Logger log = LoggerFactory.getLogger(LogRetention.class);

    /** Entries may live on for such a part of their age. */
    private static final int FRACTION = 20;

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(30);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(200);

    private final LogStoreSettings settings;
    private final MemoryStore memory;
    private final SegmentLog segments;
    private final LogStoreObserver observer;
    private final Clock clock;

    LogRetention(
            LogStoreSettings settings,
            MemoryStore memory,
            SegmentLog segments,
            LogStoreObserver observer,
            Clock clock) {
        this.settings = settings;
        this.memory = memory;
        this.segments = segments;
        this.observer = observer;
        this.clock = clock;
    }

    /** Takes into memory what was read from disk and is not too old. */
    void restore(StreamEntries stream) {
        long oldest = oldestNanos();
        boolean whole = stream.entries().stream().allMatch(entry -> entry.timestampNanos() >= oldest);
        StreamEntries young = whole
                ? stream
                : new StreamEntries(
                        stream.labels(),
                        stream.entries().stream()
                                .filter(entry -> entry.timestampNanos() >= oldest)
                                .toList());
        if (!young.entries().isEmpty()) {
            memory.append(young);
            dropSurplus();
        }
    }

    /** Drops from memory what is too old or too much; for one writer at a time. */
    void dropOld() {
        long tolerance = settings.maxAge().toNanos() / FRACTION;
        report(DropReason.AGE, memory.retainSince(oldestNanos(), tolerance));
        dropSurplus();
    }

    /** Drops from memory what is too much; for one writer at a time. */
    void dropSurplus() {
        report(DropReason.BYTES, memory.retainBytes());
    }

    void dropSegments() {
        try {
            segments.retain(oldestNanos(), settings.maxDiskBytes());
        } catch (IOException e) {
            log.warn("Cannot delete old log segments: directory={}", settings.directory(), e);
        }
    }

    /** How often what is too old is to be dropped. */
    Duration interval() {
        Duration interval = settings.maxAge().dividedBy(2L * FRACTION);
        if (interval.compareTo(LONGEST_INTERVAL) > 0) {
            return LONGEST_INTERVAL;
        }
        return interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    }

    private void report(DropReason reason, MemoryStream.Amount dropped) {
        if (dropped.entries() > 0) {
            observer.dropped(reason, dropped.entries(), dropped.bytes());
        }
    }

    private long oldestNanos() {
        Instant oldest = clock.instant().minus(settings.maxAge());
        try {
            return Math.addExact(Math.multiplyExact(oldest.getEpochSecond(), 1_000_000_000L), oldest.getNano());
        } catch (ArithmeticException e) {
            return Long.MIN_VALUE;
        }
    }
}
