package io.tocsin.text;

import java.util.regex.Pattern;

/**
 * Untrusted text without what a reader cannot see and what could mislead or hide a secret from redaction: control characters,
 * terminal colours, directional overrides, zero-width and private-use characters, letters without a glyph, lone surrogates.
 */
public final class CleanText {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern TERMINAL_SEQUENCE = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
    /** Hangul fillers, the combining grapheme joiner and the blank Braille pattern have no glyph, whatever their category says. */
    private static final String INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0\u034f\u2800";

    private static final int REPLACEMENT = 0xFFFD;

    private CleanText() {}

    /** Keeps line breaks and tabs; Windows line ends become plain ones. */
    public static String multiLine(String text) {
        if (isPlain(text)) {
            return text;
        }
        String plain = TERMINAL_SEQUENCE.matcher(text.replace("\r\n", "\n")).replaceAll("");
        StringBuilder clean = new StringBuilder(plain.length());
        plain.codePoints().forEach(codePoint -> append(clean, codePoint));
        return clean.toString();
    }

    /** Most texts hold nothing but ASCII and Hangul, of which everything stays. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPlain = c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c >= '가' && c <= '힣';
            if (!isPlain) {
                return false;
            }
        }
        return true;
    }

    /** Everything on one line, with single spaces. */
    public static String singleLine(String text) {
        String clean = multiLine(text);
        return (isSingleSpaced(clean) ? clean : WHITE_SPACE.matcher(clean).replaceAll(" ")).strip();
    }

    /** Most texts are on one line already. */
    private static boolean isSingleSpaced(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isSecondSpace = c == ' ' && i > 0 && text.charAt(i - 1) == ' ';
            if (isSecondSpace || c >= '\t' && c <= '\r') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder clean, int codePoint) {
        if (codePoint == '\n' || codePoint == '\t') {
            clean.appendCodePoint(codePoint);
            return;
        }
        if (codePoint == '\r' || codePoint == 0x2028 || codePoint == 0x2029 || codePoint == 0x85) {
            clean.append('\n');
            return;
        }
        switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE -> {
                // Invisible, so nobody misses it.
            }
            case Character.SURROGATE -> clean.appendCodePoint(REPLACEMENT);
            default -> {
                if (INVISIBLE_LETTERS.indexOf(codePoint) >= 0) {
                    clean.append(' ');
                } else if (!isNoncharacter(codePoint)) {
                    clean.appendCodePoint(codePoint);
                }
            }
        }
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xfffe) == 0xfffe || codePoint >= 0xfdd0 && codePoint <= 0xfdef;
    }
}
