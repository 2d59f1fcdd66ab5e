/** From slot to transition: asks the data source, runs the state machine, writes instances and events. */
@NullMarked
package io.tocsin.evaluation;

import org.jspecify.annotations.NullMarked;
