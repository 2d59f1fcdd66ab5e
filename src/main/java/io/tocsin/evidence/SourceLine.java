package io.tocsin.evidence;

import java.time.Instant;

/** A log line as the data source gave it: untrusted, of any length, with any characters. */
public record SourceLine(Instant at, String text) {}
