package io.tocsin.rule;

/** What a failed query means for the instances of a rule ({@code on_error}). */
public enum ErrorPolicy {
    /** Every instance stays as it is. The default. */
    KEEP,
    /** One instance with the rule's labels is active for as long as the query fails. */
    ALERT,
    /** Every instance is observed as not active. */
    RESOLVE
}
