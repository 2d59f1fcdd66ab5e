package io.tocsin.logstore;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.logstore.push.RejectReason;
import java.util.Locale;

/** Counts what the log store takes in, refuses and drops: stored = received - rejected - repeated. */
final class LogStoreMetrics implements LogStoreObserver {

    private final MeterRegistry registry;
    private final RecentLosses losses;
    private final Counter lines;
    private final Counter bytes;

    LogStoreMetrics(MeterRegistry registry, RecentLosses losses) {
        this.registry = registry;
        this.losses = losses;
        this.lines = Counter.builder("tocsin.logstore.lines")
                .description("Log lines that were stored.")
                .register(registry);
        this.bytes = Counter.builder("tocsin.logstore.bytes")
                .description("Bytes of log lines that were stored.")
                .baseUnit("bytes")
                .register(registry);
    }

    void observe(LogStore store) {
        Gauge.builder("tocsin.logstore.streams", store, LogStore::streamCount)
                .description("Label sets with at least one entry.")
                .register(registry);
        Gauge.builder("tocsin.logstore.memory", store, LogStore::memoryBytes)
                .description("What entries and index take in memory.")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("tocsin.logstore.segments", store, LogStore::segmentBytes)
                .description("What the segments take on disk.")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("tocsin.logstore.damaged", store, s -> s.replayReport().damagedBytes())
                .description("Damaged bytes that were skipped in the segments at start.")
                .baseUnit("bytes")
                .register(registry);
    }

    void observe(QueryMemory memory) {
        Gauge.builder("tocsin.logstore.query.memory", memory, QueryMemory::usedBytes)
                .description("What the queries that run now hold, of rules and people together.")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("tocsin.logstore.query.memory.limit", memory, QueryMemory::bytes)
                .description("What all queries together may hold.")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("tocsin.logstore.query.refused", memory, QueryMemory::refused)
                .description("Queries that got no memory because others held it.")
                .register(registry);
    }

    @Override
    public void stored(int storedLines, long storedBytes) {
        lines.increment(storedLines);
        bytes.increment(storedBytes);
    }

    @Override
    public void dropped(DropReason reason, long droppedLines, long droppedBytes) {
        if (reason == DropReason.BYTES) {
            losses.dropped(droppedLines);
        }
        Counter.builder("tocsin.logstore.dropped")
                .description("Log lines that retention removed from memory.")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment(droppedLines);
    }

    @Override
    public void rejected(RejectReason reason, int rejectedLines) {
        losses.refused(reason, rejectedLines);
        Counter.builder("tocsin.logstore.rejected")
                .description("Log lines of pushes that were refused; 1 for a body that could not be read.")
                .tag("reason", reason.label())
                .register(registry)
                .increment(rejectedLines);
    }
}
