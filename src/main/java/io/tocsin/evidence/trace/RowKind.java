package io.tocsin.evidence.trace;

/** What a row of a text is within a stack trace. */
enum RowKind {
    /** Log text, or a further row of an exception's message. */
    TEXT,
    /** Names an exception. */
    CAUSE,
    /** An exception beside the way to the cause: suppressed, or another goroutine. */
    ASIDE,
    /** Says only that a trace follows. */
    MARK,
    FRAME,
    /** Belongs to the frame above: its file, or its source. */
    DETAIL,
    /** Stands for frames that the writer left out. */
    ELIDED
}
