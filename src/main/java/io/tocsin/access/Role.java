package io.tocsin.access;

/** What a person or a program may do; each role may also do what the ones before it may. */
public enum Role {
    VIEWER,
    /** Silences and acknowledges. */
    RESPONDER,
    /** Edits contact points, tests them, sends again, tries rules on the past. */
    EDITOR,
    ADMIN
}
