/** Deliveries as values: states, progress and the retry schedule. */
@NullMarked
package io.tocsin.delivery;

import org.jspecify.annotations.NullMarked;
