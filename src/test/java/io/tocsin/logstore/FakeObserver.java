package io.tocsin.logstore;

import io.tocsin.logstore.push.RejectReason;
import java.util.EnumMap;
import java.util.Map;

/** Remembers what a store told. */
final class FakeObserver implements LogStoreObserver {

    long storedLines;
    final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    final Map<RejectReason, Integer> rejected = new EnumMap<>(RejectReason.class);

    @Override
    public synchronized void stored(int lines, long bytes) {
        storedLines += lines;
    }

    @Override
    public synchronized void dropped(DropReason reason, long lines, long bytes) {
        dropped.merge(reason, lines, Long::sum);
    }

    @Override
    public synchronized void rejected(RejectReason reason, int lines) {
        rejected.merge(reason, lines, Integer::sum);
    }
}
