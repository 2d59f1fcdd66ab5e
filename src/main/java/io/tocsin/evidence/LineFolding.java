package io.tocsin.evidence;

import io.tocsin.evidence.LineTokens.LineToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts lines of equal shape together, in one pass over the lines. */
final class LineFolding {

    /** Further shapes are not searched; a log of only different lines must not take quadratic time. */
    private static final int MAX_SHAPES_SEARCHED = 100;

    private final List<LineShape> shapes = new ArrayList<>();

    /** Lines come newest first; one in several rows is a shape of its own. */
    void add(Evidence.Line line) {
        List<LineToken> tokens = line.text().indexOf('\n') < 0
                ? LineTokens.of(line.text())
                : List.of(new LineToken(line.text(), line.text(), false));
        LineShape nearest = null;
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < Math.min(shapes.size(), MAX_SHAPES_SEARCHED) && shortest > 0; i++) {
            int distance = shapes.get(i).distance(tokens);
            if (distance >= 0 && distance < shortest) {
                shortest = distance;
                nearest = shapes.get(i);
            }
        }
        if (nearest == null) {
            shapes.add(new LineShape(line, tokens));
        } else {
            nearest.add(tokens, line.count());
        }
    }

    /** In the order of each shape's newest line. */
    List<Evidence.Line> shapes() {
        return shapes.stream()
                .map(shape -> new Evidence.Line(shape.newest(), shape.text(), shape.count()))
                .toList();
    }

    /**
     * Lines that differ only in their variable parts, or in few words of many. What is equal in all of them is kept as it
     * is, so that a constant number stays readable.
     */
    private static final class LineShape {

        /** Shorter lines are too easily taken for each other. */
        private static final int MIN_TOKENS_FOR_DIFFERENT_WORDS = 5;

        private static final int ONE_DIFFERENT_WORD_PER = 5;

        private final Instant newest;
        private final List<LineToken> first;
        private final List<String> words = new ArrayList<>();
        private final List<String> masked = new ArrayList<>();
        private int differentWords;
        private int count;

        LineShape(Evidence.Line line, List<LineToken> tokens) {
            this.newest = line.at();
            this.count = line.count();
            this.first = tokens;
            for (LineToken token : tokens) {
                words.add(token.raw());
                masked.add(token.masked());
            }
        }

        /** How many words would have to be given up to take the line in; -1 when it does not fit. */
        int distance(List<LineToken> tokens) {
            if (tokens.size() != masked.size()) {
                return -1;
            }
            int allowed = tokens.size() < MIN_TOKENS_FOR_DIFFERENT_WORDS ? 0 : tokens.size() / ONE_DIFFERENT_WORD_PER;
            int different = 0;
            for (int i = 0; i < tokens.size(); i++) {
                boolean isEqual = masked.get(i).equals(LineTokens.VARIABLE)
                        || masked.get(i).equals(tokens.get(i).masked());
                if (!isEqual && (++different + differentWords > allowed || isLevel(tokens.get(i)))) {
                    return -1;
                }
            }
            return different;
        }

        void add(List<LineToken> tokens, int lines) {
            count += lines;
            for (int i = 0; i < tokens.size(); i++) {
                if (words.get(i).equals(tokens.get(i).raw())) {
                    continue;
                }
                if (!masked.get(i).equals(tokens.get(i).masked())
                        && !masked.get(i).equals(LineTokens.VARIABLE)) {
                    masked.set(i, LineTokens.VARIABLE);
                    differentWords++;
                }
                words.set(i, masked.get(i));
            }
        }

        int count() {
            return count;
        }

        Instant newest() {
            return newest;
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < words.size(); i++) {
                text.append(words.get(i)).append(first.get(i).spaceFollows() ? " " : "");
            }
            return text.toString().stripTrailing();
        }

        /** An error and a warning are not the same, however alike their texts are. */
        private static boolean isLevel(LineToken token) {
            return token.masked()
                    .toUpperCase(java.util.Locale.ROOT)
                    .matches(
                            "\\W*(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|CRITICAL|CRIT|FATAL|ALERT|EMERG)\\W*");
        }
    }
}
