/** The append-only files that make an acknowledged push survive a crash. */
@NullMarked
package io.tocsin.logstore.segment;

import org.jspecify.annotations.NullMarked;
