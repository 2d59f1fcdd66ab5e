/**
 * From a rule to the events that its lines make. {@code schedule} says when and by whom a group is evaluated, {@code slot}
 * takes it from one slot to the next, {@code query} asks the data source, and {@code state} decides, as a pure function;
 * {@code replay} does the same for the past and for drafts. {@code outage} tells people when nothing is evaluated,
 * {@code hint} why a rule finds nothing, and {@code status} how rules are.
 */
@NullMarked
package io.tocsin.evaluation;

import org.jspecify.annotations.NullMarked;
