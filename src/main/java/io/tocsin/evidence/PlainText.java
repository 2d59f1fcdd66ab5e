package io.tocsin.evidence;

/**
 * Takes out of a line what people do not see but what could mislead them: control characters, terminal colours, marks
 * that change the direction of writing, and characters without width, which could also hide a secret from redaction.
 */
final class PlainText {

    private static final char ESCAPE = '\u001b';
    private static final int REPLACEMENT = 0xfffd;
    private static final String ROW_SEPARATOR = " ⏎ ";

    private PlainText() {}

    /** The text with its line breaks as single {@code \n}; everything else is visible or a blank. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ESCAPE) {
                at = afterEscapeSequence(text, at + 1);
                continue;
            }
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            append(clean, codePoint);
        }
        return clean.toString();
    }

    /** One row: line breaks become a sign, indentation goes. */
    static String onOneRow(String clean) {
        return clean.strip().replaceAll("[ \u00a0]*\n[\n \u00a0]*", ROW_SEPARATOR);
    }

    /** The text itself, or its beginning and an ellipsis; code points are never split. */
    static String cut(String text, int maxCodePoints) {
        if (text.length() <= maxCodePoints || text.codePointCount(0, text.length()) <= maxCodePoints) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, maxCodePoints - 1)) + "…";
    }

    private static void append(StringBuilder clean, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL -> {
                if (codePoint == '\n' || codePoint == '\u0085') {
                    clean.append('\n');
                } else if (codePoint == '\t') {
                    clean.append(' ');
                }
            }
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> clean.append('\n');
            case Character.FORMAT -> {
                // Direction marks, zero-width characters, tags and the like.
            }
            case Character.SURROGATE -> clean.appendCodePoint(REPLACEMENT);
            default -> {
                if (isInvisibleLetter(codePoint)) {
                    clean.append(' ');
                } else if (!isNoncharacter(codePoint)) {
                    clean.appendCodePoint(codePoint);
                }
            }
        }
    }

    /** Hangul fillers and the combining grapheme joiner have no glyph, whatever their category says. */
    private static boolean isInvisibleLetter(int codePoint) {
        return codePoint == 0x115f
                || codePoint == 0x1160
                || codePoint == 0x3164
                || codePoint == 0xffa0
                || codePoint == 0x034f
                || codePoint == 0x2800;
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xfffe) == 0xfffe || codePoint >= 0xfdd0 && codePoint <= 0xfdef;
    }

    /** The end of a terminal sequence such as {@code ESC [ 31 m}; an unknown one is only the escape character. */
    private static int afterEscapeSequence(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '[') {
            return at;
        }
        int end = at + 1;
        while (end < text.length() && text.charAt(end) >= 0x20 && text.charAt(end) <= 0x3f) {
            end++;
        }
        boolean complete = end < text.length() && text.charAt(end) >= 0x40 && text.charAt(end) <= 0x7e;
        return complete ? end + 1 : at;
    }
}
