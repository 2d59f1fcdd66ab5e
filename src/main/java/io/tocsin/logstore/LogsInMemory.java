package io.tocsin.logstore;

import io.tocsin.label.LabelMatcher;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logql.engine.LogStream;
import io.tocsin.logstore.entry.StreamEntries;
import java.util.List;

/** Log lines without disk, bound or end, for short runs such as the tests of rules. One writer at a time, any number of readers. */
public final class LogsInMemory implements LogSource {

    private static final int CHUNK_BYTES = 256 * 1024;

    private final MemoryStore store = new MemoryStore(Long.MAX_VALUE, CHUNK_BYTES);

    /** What is there already is not stored twice. */
    public void append(List<StreamEntries> streams) {
        streams.forEach(store::append);
    }

    @Override
    public List<LogStream> select(List<LabelMatcher> matchers, long fromNanosInclusive, long toNanosExclusive) {
        return store.select(matchers, fromNanosInclusive, toNanosExclusive);
    }
}
