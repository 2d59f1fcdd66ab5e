package io.tocsin.logstore.push;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first word of a line that names a level, by the word boundaries that Loki uses. */
final class LevelWords {

    private static final Word[] WORDS = {
        new Word("trace", "trace"),
        new Word("debug", "debug"),
        new Word("fatal", "fatal"),
        new Word("critical", "critical"),
        new Word("error", "error"),
        new Word("err", "error"),
        new Word("warning", "warn"),
        new Word("warn", "warn"),
        new Word("info", "info"),
    };

    /** For each byte the words that start with it, so that a line is walked once. */
    private static final Word[][] BY_FIRST_BYTE = new Word[256][];

    private static final boolean[] LEFT = bytesOf(" \t\n[({\"'=|");
    private static final boolean[] RIGHT = bytesOf(" \t\n[](){}:,!\"'=|");

    static {
        for (Word word : WORDS) {
            add(word.text[0], word);
            add(word.text[0] - 'a' + 'A', word);
        }
    }

    private LevelWords() {}

    private record Word(byte[] text, String level) {

        Word(String text, String level) {
            this(text.getBytes(StandardCharsets.US_ASCII), level);
        }

        boolean isAt(byte[] line, int from) {
            int end = from + text.length;
            if (end > line.length || (end < line.length && !RIGHT[line[end] & 0xff])) {
                return false;
            }
            for (int i = 0; i < text.length; i++) {
                if (lower(line[from + i]) != text[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    static String firstIn(byte[] line) {
        boolean atBoundary = true;
        for (int i = 0; i < line.length; i++) {
            int b = line[i] & 0xff;
            Word[] candidates = BY_FIRST_BYTE[b];
            if (atBoundary && candidates != null) {
                for (Word word : candidates) {
                    if (word.isAt(line, i)) {
                        return word.level;
                    }
                }
            }
            atBoundary = LEFT[b];
        }
        return LevelNames.UNKNOWN;
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 'a' - 'A') : b;
    }

    private static void add(int firstByte, Word word) {
        Word[] known = BY_FIRST_BYTE[firstByte];
        Word[] extended = known == null ? new Word[1] : Arrays.copyOf(known, known.length + 1);
        extended[extended.length - 1] = word;
        BY_FIRST_BYTE[firstByte] = extended;
    }

    private static boolean[] bytesOf(String characters) {
        boolean[] set = new boolean[256];
        for (char c : characters.toCharArray()) {
            set[c] = true;
        }
        return set;
    }
}
