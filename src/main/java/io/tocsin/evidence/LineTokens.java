package io.tocsin.evidence;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words; a word ends before a blank and after a comma or semicolon. */
final class LineTokens {

    static final String VARIABLE = "<_>";

    /** A long line is compared by its beginning; the rest counts as one more word. */
    private static final int MAX_TOKENS = 80;

    private final String line;
    private final List<LineToken> tokens = new ArrayList<>();
    private final StringBuilder masked = new StringBuilder();
    private int start;

    private LineTokens(String line) {
        this.line = line;
    }

    static List<LineToken> of(String line) {
        LineTokens splitter = new LineTokens(line);
        splitter.split();
        return List.copyOf(splitter.tokens);
    }

    private void split() {
        int at = 0;
        while (at < line.length() && tokens.size() < MAX_TOKENS) {
            char c = line.charAt(at);
            if (c == ' ') {
                finish(at, true);
                at++;
                start = at;
            } else {
                at = append(at);
                if ((c == ',' || c == ';') && !isBlank(at)) {
                    finish(at, false);
                    start = at;
                }
            }
        }
        masked.append(line, at, line.length());
        finish(line.length(), false);
    }

    private boolean isBlank(int at) {
        return at < line.length() && line.charAt(at) == ' ';
    }

    private int append(int at) {
        int end = VariableScanner.end(line, at);
        if (end < 0) {
            masked.append(line.charAt(at));
            return at + 1;
        }
        masked.append(VARIABLE);
        return end;
    }

    private void finish(int end, boolean spaceFollows) {
        if (end > start) {
            tokens.add(new LineToken(line.substring(start, end), masked.toString(), spaceFollows));
            masked.setLength(0);
        }
    }

    /**
     * A word.
     *
     * @param masked the word with its variable parts as {@code <_>}
     * @param spaceFollows whether a blank, not the next word, comes after it
     */
    record LineToken(String raw, String masked, boolean spaceFollows) {}
}
