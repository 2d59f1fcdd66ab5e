package io.tocsin.logstore.entry;

import io.tocsin.label.Labels;

/**
 * One log line as it is stored.
 *
 * @param timestampNanos nanoseconds since the epoch
 * @param line the line's bytes, UTF-8 as a rule, never changed after construction
 * @param structuredMetadata normalised names, no empty values
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole; copying each line would double the work
public record LogEntry(long timestampNanos, byte[] line, Labels structuredMetadata) {}
