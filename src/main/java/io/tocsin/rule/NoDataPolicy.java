package io.tocsin.rule;

/** What an empty but successful answer means ({@code no_data}). */
public enum NoDataPolicy {
    /** Every instance is observed as not active. The default. */
    RESOLVE,
    /** Every instance stays as it is. */
    KEEP,
    /** One instance with the rule's labels is active. */
    ALERT,
    /** Every known label set, or the empty one when none is known, is observed with the value 0. */
    ZERO
}
