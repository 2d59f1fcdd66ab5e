package io.tocsin.rule;

/**
 * Which log lines go into the message ({@code evidence}).
 *
 * @param lines how many at most; 0 turns evidence off. Default 5, at most 50. A single line is the newest one as it is; of
 *     more, equal shapes are folded
 * @param query the log query to use instead of the one derived from the rule's expression; empty: derive it
 */
public record EvidenceSettings(int lines, String query) {

    public static final EvidenceSettings DEFAULT = new EvidenceSettings(5, "");

    /** For alerts about silence: the line after which there was none. */
    public static final EvidenceSettings LAST_LINE = new EvidenceSettings(1, "");

    public static final int MAX_LINES = 50;

    public EvidenceSettings {
        if (lines < 0 || lines > MAX_LINES) {
            throw new IllegalArgumentException("evidence lines must be between 0 and " + MAX_LINES);
        }
    }
}
