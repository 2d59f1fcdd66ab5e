package io.tocsin.alert;

/** How a rule's last evaluation went. It belongs to the rule; instances have an {@link InstanceState}. */
public enum RuleHealth {
    OK,
    /** The answer was empty, and the rule says that this means something ({@code no_data}). */
    NO_DATA,
    /** The data source gave no answer, or the answer could not be used. No instance changed because of it. */
    ERROR,
    /** Not evaluated yet, or paused, or it does not know its entities for long enough yet. */
    UNKNOWN;

    /** Whether the data source gave an answer that could be used. */
    public boolean hasAnswer() {
        return this == OK || this == NO_DATA;
    }
}
