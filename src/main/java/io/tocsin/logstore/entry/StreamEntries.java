package io.tocsin.logstore.entry;

import io.tocsin.label.Labels;
import java.util.List;

/** Entries of one stream, in the order in which they were sent. */
public record StreamEntries(Labels labels, List<LogEntry> entries) {

    public StreamEntries {
        entries = List.copyOf(entries);
    }
}
