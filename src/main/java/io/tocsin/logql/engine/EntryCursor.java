package io.tocsin.logql.engine;

import io.tocsin.label.Labels;

/**
 * Walks over log entries without an object per entry. It stands before the first entry until {@link #next} is called;
 * the accessors are valid only after {@code next} returned true and until it is called again.
 */
public interface EntryCursor {

    /** Moves on; false when there is no further entry. */
    boolean next();

    /** Nanoseconds since the epoch. */
    long timestampNanos();

    /** The bytes that hold the line (UTF-8, without line end), from {@link #offset}; the caller must not change them. */
    byte[] buffer();

    int offset();

    /** The line's length in bytes. */
    int length();

    /**
     * The entry's structured metadata, names already normalised. Returning the same object for entries with the same
     * metadata makes queries cheaper.
     */
    Labels structuredMetadata();
}
