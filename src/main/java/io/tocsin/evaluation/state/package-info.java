/** The alert state machine, a pure function. */
@NullMarked
package io.tocsin.evaluation.state;

import org.jspecify.annotations.NullMarked;
