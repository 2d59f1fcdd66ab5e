/** Wiring: the only package that knows all the others. */
@NullMarked
package io.tocsin;

import org.jspecify.annotations.NullMarked;
