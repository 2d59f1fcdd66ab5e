/** Deliveries as values: states, outcomes and the retry schedule. */
@NullMarked
package io.tocsin.delivery;

import org.jspecify.annotations.NullMarked;
