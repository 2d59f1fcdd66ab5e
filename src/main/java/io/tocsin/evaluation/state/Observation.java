package io.tocsin.evaluation.state;

import io.tocsin.alert.ResolveReason;
import io.tocsin.label.Labels;
import org.jspecify.annotations.Nullable;

/** What one slot says about one instance. A slot that could not be asked says nothing: then there is no observation. */
public sealed interface Observation {

    /** The instance's full labels. */
    Labels labels();

    /** The series is there and satisfies the rule. */
    record Active(Labels labels, double value) implements Observation {}

    /**
     * The series is missing from a successful answer, or does not satisfy the rule.
     *
     * @param presentValue the value now; null when there is none
     */
    record Inactive(
            Labels labels, ResolveReason reason, @Nullable Double presentValue) implements Observation {}

    /** Nobody asks for this instance any more: its rule was removed or paused. {@code keep_firing_for} does not apply. */
    record Ended(Labels labels, ResolveReason reason) implements Observation {}
}
