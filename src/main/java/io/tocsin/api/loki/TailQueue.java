package io.tocsin.api.loki;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Entries on their way from the store to one tail. Bounded: what a slow client cannot take is dropped, and it is told
 * which entries.
 */
final class TailQueue implements Consumer<StreamEntries> {

    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_BYTES = 8L * 1024 * 1024;
    private static final int MAX_DROPPED = 1000;

    private final List<LabelMatcher> matchers;
    private final Runnable onEntries;
    private List<StreamEntries> waiting = new ArrayList<>();
    private List<Dropped> dropped = new ArrayList<>();
    private int entries;
    private long bytes;

    /** @param onEntries called while the store is locked, when entries came */
    TailQueue(List<LabelMatcher> matchers, Runnable onEntries) {
        this.matchers = matchers;
        this.onEntries = onEntries;
    }

    record Dropped(Labels labels, long timestampNanos) {}

    record TailBatch(List<StreamEntries> streams, List<Dropped> dropped) {}

    @Override
    public void accept(StreamEntries stream) {
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches(stream.labels())) {
                return;
            }
        }
        add(stream);
        onEntries.run();
    }

    private synchronized void add(StreamEntries stream) {
        long size = stream.entries().stream()
                .mapToLong(entry -> entry.line().length)
                .sum();
        if (entries + stream.entries().size() <= MAX_ENTRIES && bytes + size <= MAX_BYTES) {
            waiting.add(stream);
            entries += stream.entries().size();
            bytes += size;
            return;
        }
        for (LogEntry entry : stream.entries()) {
            if (dropped.size() < MAX_DROPPED) {
                dropped.add(new Dropped(stream.labels(), entry.timestampNanos()));
            }
        }
    }

    synchronized TailBatch take() {
        TailBatch batch = new TailBatch(waiting, dropped);
        waiting = new ArrayList<>();
        dropped = new ArrayList<>();
        entries = 0;
        bytes = 0;
        return batch;
    }
}
