package io.tocsin.contactpoint.render;

/** What a message says of an alert, in this order in every chat. */
public enum AlertPart {
    /** Summary and description. */
    WHAT,
    /** Who has it in hand, or why it is not told. */
    MUTES,
    /** How much it is, and since when. */
    NUMBERS,
    /** The labels. */
    WHERE,
    /** The log lines, or why there are none. */
    LINES,
    LINKS
}
