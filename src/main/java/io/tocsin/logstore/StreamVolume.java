package io.tocsin.logstore;

import io.tocsin.label.Labels;

/**
 * How much a stream holds in an interval.
 *
 * @param bytes of the lines
 */
public record StreamVolume(Labels labels, int chunks, long entries, long bytes) {}
