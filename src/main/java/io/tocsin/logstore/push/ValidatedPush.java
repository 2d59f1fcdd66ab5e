package io.tocsin.logstore.push;

import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A push after validation.
 *
 * @param streams what is to be stored; no stream without entries
 * @param rejection why the rest is refused, null when there is no rest; the answer is then 400 although the good entries
 *     are stored
 */
public record ValidatedPush(
        List<StreamEntries> streams, @Nullable String rejection) {

    public ValidatedPush {
        streams = List.copyOf(streams);
    }

    public int lines() {
        return streams.stream().mapToInt(stream -> stream.entries().size()).sum();
    }

    /** Bytes of lines and of the metadata that is stored with them. */
    public long bytes() {
        long bytes = 0;
        for (StreamEntries stream : streams) {
            for (LogEntry entry : stream.entries()) {
                bytes += entry.line().length;
            }
        }
        return bytes;
    }
}
