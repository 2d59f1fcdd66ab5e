package io.tocsin.contactpoint;

/** Whether messages show log lines. */
public enum LinesShown {
    /** Where a text of its own says {@code {{evidence}}}, and otherwise below. */
    ON,
    /** Never, whatever the rule and the text say. */
    OFF
}
