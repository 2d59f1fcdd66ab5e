/** Silences: what they match and when they are active. */
@NullMarked
package io.tocsin.silence;

import org.jspecify.annotations.NullMarked;
