/** Windows that move on with the slots, put together from slices of which each is read about once. */
@NullMarked
package io.tocsin.evaluation.window;

import org.jspecify.annotations.NullMarked;
