package io.tocsin.contactpoint;

/** Whether messages show log lines. */
public enum LinesShown {
    /** Where a text of its own says {@code {{evidence}}}, and otherwise below. */
    ON,
    /** The same, and all of them in a file as well when the message does not hold them, where the chat takes files. */
    FILE,
    /** Never, whatever the rule and the text say. */
    OFF
}
