package io.tocsin.evidence.trace;

import java.util.List;

/**
 * How much of a trace is written.
 *
 * @param frames the most frames of a section
 * @param framesAside the same for exceptions beside the way to the cause; below 0: those are left out
 * @param texts the most rows of a message besides the one that names the exception
 * @param rowLength the longest row in code points; the innermost cause may have twice as many
 * @param causes whether every cause is written with its frames, or only the innermost one
 * @param marks whether rows are written that only say that a trace follows
 * @param foldsAll whether even a single frame is only counted
 */
record TraceDetail(
        int frames, int framesAside, int texts, int rowLength, boolean causes, boolean marks, boolean foldsAll) {

    /** From everything that is worth reading to what can be done without last. */
    static final List<TraceDetail> LEVELS = List.of(
            new TraceDetail(1_000, 1_000, 1_000, 2_000, true, true, false),
            new TraceDetail(12, 4, 30, 1_000, true, true, false),
            new TraceDetail(8, 2, 12, 600, true, true, true),
            new TraceDetail(5, 1, 6, 400, true, true, true),
            new TraceDetail(3, 0, 4, 300, true, false, true),
            new TraceDetail(2, 0, 2, 240, true, false, true),
            new TraceDetail(1, -1, 1, 200, true, false, true),
            new TraceDetail(1, -1, 0, 140, true, false, true),
            new TraceDetail(0, -1, 0, 100, true, false, true),
            new TraceDetail(0, -1, 0, 200, false, false, true),
            new TraceDetail(0, -1, 0, 100, false, false, true));
}
