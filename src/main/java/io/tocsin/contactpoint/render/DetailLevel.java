package io.tocsin.contactpoint.render;

/** How much of an alert a message shows. */
public enum DetailLevel {
    FULL,
    WITHOUT_EVIDENCE,
    /** One line. */
    COMPACT,
    /** Only counted. */
    OMITTED
}
