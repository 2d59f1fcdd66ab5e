/** One group at one slot: ask, decide, write; and the slots that were missed before it. */
@NullMarked
package io.tocsin.evaluation.slot;

import org.jspecify.annotations.NullMarked;
