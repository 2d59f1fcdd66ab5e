package io.tocsin.logstore.push;

import java.util.List;

/**
 * What the entries of one push take on the heap while it is decoded, checked and stored. Two bytes of a compressed push can
 * be an entry, so that the size of its body says little.
 */
final class DecodedSize {

    private static final int PER_STREAM = 500;
    private static final int PER_ENTRY = 250;
    private static final int PER_METADATA = 200;

    private final long limit;
    private long size;

    DecodedSize(long limit) {
        this.limit = limit;
    }

    /** @throws PushException with status 413 when it is too much */
    void addStream() {
        add(PER_STREAM);
    }

    /** @throws PushException with status 413 when it is too much */
    PushedStream.PushedEntry add(PushedStream.PushedEntry entry) {
        add(PER_ENTRY + entry.line().length);
        return entry;
    }

    /** @throws PushException with status 413 when it is too much */
    List<String> addMetadata(List<String> metadata) {
        add(PER_METADATA);
        return metadata;
    }

    private void add(long bytes) {
        size += bytes;
        if (size > limit) {
            throw new PushException(
                    413,
                    "request body too large: its entries take more than " + limit
                            + " bytes of memory; send fewer entries at once");
        }
    }
}
