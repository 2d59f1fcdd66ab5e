/** Silences in the database. */
@NullMarked
package io.tocsin.silence.store;

import org.jspecify.annotations.NullMarked;
