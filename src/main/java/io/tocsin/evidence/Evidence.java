package io.tocsin.evidence;

import java.time.Instant;
import java.util.List;

/**
 * The log lines behind an alert, ready for a message: redacted, capped, and with equal shapes folded. Still untrusted
 * text; every channel escapes it.
 *
 * @param lines newest first
 * @param total how many lines the window holds, as far as known; -1 when unknown
 * @param problem why there are no lines although there should be some; empty otherwise
 */
public record Evidence(List<Line> lines, long total, String problem) {

    public static final Evidence NONE = new Evidence(List.of(), -1, "");

    public Evidence {
        lines = List.copyOf(lines);
    }

    public static Evidence failed(String problem) {
        return new Evidence(List.of(), -1, problem);
    }

    public boolean isEmpty() {
        return lines.isEmpty() && problem.isEmpty();
    }

    /**
     * One line, or one shape that stands for several.
     *
     * @param count how many lines of the window have this shape; 1 for a plain line
     */
    public record Line(Instant at, String text, int count) {}
}
