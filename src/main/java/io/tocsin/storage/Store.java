package io.tocsin.storage;

import java.util.function.LongSupplier;

/**
 * Something that takes space on a disk.
 *
 * @param name as in the metric's tag: {@code database}, {@code log_store}
 * @param bytes what it takes now; may block for a database query, and may throw when the database is away
 */
public record Store(String name, LongSupplier bytes) {}
