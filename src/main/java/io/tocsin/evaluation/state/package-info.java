/** What a slot does to a group: a pure function from its state and the answers to its next state and the events. */
@NullMarked
package io.tocsin.evaluation.state;

import org.jspecify.annotations.NullMarked;
