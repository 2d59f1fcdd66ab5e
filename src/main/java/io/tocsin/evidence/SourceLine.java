package io.tocsin.evidence;

import java.time.Instant;

/**
 * A log line as the data source gave it: untrusted, of any length, with any characters.
 *
 * @param stream tells the streams apart that lines come from
 */
public record SourceLine(Instant at, String text, String stream) {}
