package io.tocsin.cli.report;

import java.util.Locale;

/** The form of a report. */
public enum OutputFormat {
    /** For people: each finding with its line and a caret. */
    TEXT,
    JSON,
    /** XML as JUnit writes it, which most CI servers show. */
    JUNIT,
    /** Workflow commands that GitHub shows beside the lines. */
    GITHUB;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
