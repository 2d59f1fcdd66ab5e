package io.tocsin.alert;

/** The state of one instance of a rule; an instance that does not exist has none. */
public enum InstanceState {
    /** Active, but not yet for the rule's {@code for}. */
    PENDING,
    FIRING,
    /** No longer active, but not yet for {@code keep_firing_for}; to everybody outside it still fires. */
    RECOVERING,
    RESOLVED;

    /** Whether people are to be told that it fires: FIRING and RECOVERING. */
    public boolean isFiring() {
        return this == FIRING || this == RECOVERING;
    }
}
