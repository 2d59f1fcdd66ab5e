package io.tocsin.datasource;

import io.tocsin.label.Labels;
import java.time.Instant;

/** One log line as the data source returned it; the labels include parsed ones. The text is untrusted. */
public record LogLine(Instant timestamp, Labels labels, String line) {}
