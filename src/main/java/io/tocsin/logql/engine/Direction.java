package io.tocsin.logql.engine;

/** The order in which entries are read. */
public enum Direction {
    /** Oldest first. */
    FORWARD,
    /** Newest first. */
    BACKWARD
}
