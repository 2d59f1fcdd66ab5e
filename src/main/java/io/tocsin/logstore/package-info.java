/** The embedded log store: streams in memory, append-only segments on disk, push decoding and validation. */
@NullMarked
package io.tocsin.logstore;

import org.jspecify.annotations.NullMarked;
