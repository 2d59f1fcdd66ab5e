package io.tocsin.text;

import java.util.function.UnaryOperator;

/** Lengths as the chat services count them, and cutting that never splits a character. */
public final class CodePoints {

    public static final String ELLIPSIS = "…";

    private CodePoints() {}

    public static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    /** At most so many code points, the last of which is an ellipsis if something was cut. */
    public static String cut(String text, int max) {
        if (text.length() <= max || count(text) <= max) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, max - 1)).stripTrailing() + ELLIPSIS;
    }

    /**
     * Escapes as much of the text as fits, so that a cut never falls into an escape sequence. The escaper must not make
     * a text shorter.
     */
    public static String cutEscaped(String text, int max, UnaryOperator<String> escaper) {
        String escaped = escaper.apply(text);
        if (count(escaped) <= max) {
            return escaped;
        }
        int low = 0;
        int high = Math.min(count(text), max);
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (count(escaper.apply(cut(text, middle))) <= max) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == 0 ? "" : escaper.apply(cut(text, low));
    }
}
