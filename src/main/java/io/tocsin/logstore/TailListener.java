package io.tocsin.logstore;

import io.tocsin.logstore.entry.StreamEntries;

/** Gets every stored entry as it comes. Called while the store is locked for writing: hand over and return. */
public interface TailListener {

    void stored(StreamEntries stream);
}
