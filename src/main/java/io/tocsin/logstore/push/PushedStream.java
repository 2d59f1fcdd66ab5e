package io.tocsin.logstore.push;

import io.tocsin.label.Labels;
import io.tocsin.text.go.Utf8;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream as a client sent it: labels parsed, nothing validated, metadata names as given.
 *
 * @param duplicateName a label name that was given twice, which makes the stream invalid
 */
record PushedStream(Labels labels, @Nullable String duplicateName, List<PushedEntry> entries) {

    /** @param metadata name and value in turn, in the order sent; a name may come twice */
    @SuppressWarnings("ArrayRecordComponent") // a carrier between decoder and validator
    record PushedEntry(long timestampNanos, byte[] line, List<String> metadata) {

        int metadataSizeBytes() {
            int size = 0;
            for (String text : metadata) {
                size += Utf8.length(text);
            }
            return size;
        }
    }
}
