package io.tocsin.text;

/** Text cut so that people see it: what is left ends in an ellipsis, and no character is split. */
public final class Shortened {

    private static final String ELLIPSIS = "…";

    private Shortened() {}

    /** The text itself, or its beginning and an ellipsis, together at most so many chars as Java and most columns count. */
    public static String toChars(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splits = most > 1 && Character.isHighSurrogate(text.charAt(most - 2));
        return text.substring(0, most - (splits ? 2 : 1)) + ELLIPSIS;
    }

    /** The same for code points, as chat services count. Blanks before the ellipsis go. */
    public static String toCodePoints(String text, int most) {
        if (text.length() <= most || text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)).stripTrailing() + ELLIPSIS;
    }

    /** The first line of a text, cut as {@link #toChars} does. */
    public static String firstLine(String text, int most) {
        return toChars(text.strip().lines().findFirst().orElse(""), most);
    }
}
