package io.tocsin.rule;

import java.util.List;

/**
 * Which log lines go into the message ({@code evidence}).
 *
 * @param lines how many at most; 0 turns evidence off. Default 5, at most 50. A single line is the newest one as it is; of
 *     more, equal shapes are folded
 * @param query the log query to use instead of the one derived from the rule's expression; empty: derive it
 * @param before how many lines of the same stream are shown before the newest matching one; at most 100
 * @param after how many are shown after it; at most 100. A trace that goes on is shown to its end
 * @param ownPackages beginnings of the packages whose frames of stack traces are shown first; empty: the setting for all
 */
public record EvidenceSettings(int lines, String query, int before, int after, List<String> ownPackages) {

    public static final EvidenceSettings DEFAULT = new EvidenceSettings(5, "");

    /** For alerts about silence: the line after which there was none. */
    public static final EvidenceSettings LAST_LINE = new EvidenceSettings(1, "");

    public static final int MAX_LINES = 50;
    public static final int MAX_AROUND = 100;

    public EvidenceSettings {
        if (lines < 0 || lines > MAX_LINES) {
            throw new IllegalArgumentException("evidence lines must be between 0 and " + MAX_LINES);
        }
        if (before < 0 || before > MAX_AROUND || after < 0 || after > MAX_AROUND) {
            throw new IllegalArgumentException("evidence before and after must be between 0 and " + MAX_AROUND);
        }
        ownPackages = List.copyOf(ownPackages);
    }

    /** Without lines around. */
    public EvidenceSettings(int lines, String query) {
        this(lines, query, 0, 0, List.of());
    }

    public boolean wantsSurroundings() {
        return lines > 0 && before + after > 0;
    }
}
