package io.tocsin.evidence;

/**
 * How much of the log goes into a message.
 *
 * @param lines the most lines or shapes to show
 * @param codePointsPerLine the longest text of a line
 * @param codePoints the longest text of all lines together
 * @param fetchedLines how many lines are asked for, so that equal shapes can be counted; when fewer come, they are all
 */
public record EvidenceLimits(int lines, int codePointsPerLine, int codePoints, int fetchedLines) {

    /** More than any chat has room for; the rest of a line is in the file that a message may have beside it. */
    private static final int DEFAULT_CODE_POINTS_PER_LINE = 12_000;

    private static final int DEFAULT_CODE_POINTS = 40_000;
    private static final int DEFAULT_FETCHED_LINES = 200;

    public EvidenceLimits {
        if (lines < 0 || codePointsPerLine < 1 || codePoints < 1 || fetchedLines < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** The default limits with this number of lines; a single line is the newest one, and no other is asked for. */
    public static EvidenceLimits ofLines(int lines) {
        int fetched = lines == 1 ? 1 : Math.max(DEFAULT_FETCHED_LINES, lines);
        return new EvidenceLimits(lines, DEFAULT_CODE_POINTS_PER_LINE, DEFAULT_CODE_POINTS, fetched);
    }
}
