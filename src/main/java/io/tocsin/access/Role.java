package io.tocsin.access;

import java.util.List;

/** What a person or a program may do; each role of people may also do what the ones before it may. */
public enum Role {
    VIEWER,
    /** Silences and acknowledges. */
    RESPONDER,
    /** Edits contact points, tests them, sends again, tries rules on the past. */
    EDITOR,
    ADMIN,
    /** Of programs only: pushes log lines, and may do and read nothing else. */
    INGEST;

    /** Those that a person can have, from the least to the greatest. */
    public static List<Role> ofPeople() {
        return List.of(VIEWER, RESPONDER, EDITOR, ADMIN);
    }

    /** Whether whoever has this role may do what the other one may. */
    public boolean includes(Role other) {
        if (this == INGEST || other == INGEST) {
            return this == other || this == ADMIN;
        }
        return compareTo(other) >= 0;
    }
}
