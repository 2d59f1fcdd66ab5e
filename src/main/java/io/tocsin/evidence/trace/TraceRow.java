package io.tocsin.evidence.trace;

import org.jspecify.annotations.Nullable;

/**
 * One row of a text.
 *
 * @param owner of a frame; null for any other row
 * @param elided how many frames the row stands for; 0 unless it stands for some
 */
record TraceRow(String text, RowKind kind, @Nullable FrameOwner owner, int elided) {

    static TraceRow of(String text, RowKind kind) {
        return new TraceRow(text, kind, null, 0);
    }

    boolean isOfFrames() {
        return kind == RowKind.FRAME || kind == RowKind.DETAIL || kind == RowKind.ELIDED;
    }
}
