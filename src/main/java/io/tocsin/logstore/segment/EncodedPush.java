package io.tocsin.logstore.segment;

import io.tocsin.bytes.ByteWriter;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.util.List;

/** The records of one push, encoded before the log is locked for writing. */
public final class EncodedPush {

    private static final int RECORD_OVERHEAD_BYTES = 128;
    private static final int ENTRY_OVERHEAD_BYTES = 48;

    private final ByteWriter records;
    private final long newestNanos;

    private EncodedPush(ByteWriter records, long newestNanos) {
        this.records = records;
        this.newestNanos = newestNanos;
    }

    public static EncodedPush of(List<StreamEntries> streams) {
        int estimate = 0;
        long newest = Long.MIN_VALUE;
        for (StreamEntries stream : streams) {
            estimate += RECORD_OVERHEAD_BYTES;
            for (LogEntry entry : stream.entries()) {
                estimate += entry.line().length + ENTRY_OVERHEAD_BYTES;
                newest = Math.max(newest, entry.timestampNanos());
            }
        }
        ByteWriter records = new ByteWriter(estimate);
        for (StreamEntries stream : streams) {
            SegmentRecord.append(stream, records);
        }
        return new EncodedPush(records, newest);
    }

    byte[] bytes() {
        return records.array();
    }

    int length() {
        return records.size();
    }

    long newestNanos() {
        return newestNanos;
    }
}
