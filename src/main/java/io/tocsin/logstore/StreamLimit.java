package io.tocsin.logstore;

import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.StreamEntries;
import io.tocsin.logstore.push.RejectReason;
import io.tocsin.logstore.push.Rejections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses new streams when there are as many as there may be; entries of known streams are always taken. */
final class StreamLimit {

    private final int most;
    private final MemoryStore memory;
    private final LogStoreObserver observer;

    StreamLimit(int most, MemoryStore memory, LogStoreObserver observer) {
        this.most = most;
        this.memory = memory;
        this.observer = observer;
    }

    /**
     * Adds what may be stored to the second list.
     *
     * @return what the sender is told of the rest, in Loki's words; null when there is none
     */
    @Nullable
    String admit(List<StreamEntries> streams, List<StreamEntries> admitted) {
        String refused = null;
        Set<Labels> created = new HashSet<>();
        for (StreamEntries stream : streams) {
            boolean known = memory.has(stream.labels()) || created.contains(stream.labels());
            if (known || memory.streamCount() + created.size() < most) {
                if (!known) {
                    created.add(stream.labels());
                }
                admitted.add(stream);
            } else {
                observer.rejected(RejectReason.STREAM_LIMIT, stream.entries().size());
                refused = "maximum active stream limit exceeded when trying to create stream "
                        + Rejections.shown(stream.labels())
                        + ", reduce the number of active streams (reduce labels or reduce label values), or contact"
                        + " your Loki administrator to see if the limit can be increased, user: 'fake'";
            }
        }
        return refused;
    }
}
