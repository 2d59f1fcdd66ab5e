package io.tocsin.contactpoint.render;

import java.util.regex.Pattern;

/**
 * Untrusted text without what a reader cannot see: control characters, terminal colours, directional overrides,
 * zero-width and private-use characters, lone surrogates.
 */
public final class CleanText {

    private static final Pattern TERMINAL_SEQUENCE = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
    private static final int REPLACEMENT = 0xFFFD;

    private CleanText() {}

    /** Keeps line breaks and tabs; Windows line ends become plain ones. */
    public static String multiLine(String text) {
        String plain = TERMINAL_SEQUENCE.matcher(text.replace("\r\n", "\n")).replaceAll("");
        StringBuilder clean = new StringBuilder(plain.length());
        plain.codePoints().forEach(codePoint -> append(clean, codePoint));
        return clean.toString();
    }

    /** Everything on one line, with single spaces. */
    public static String singleLine(String text) {
        return multiLine(text).replaceAll("\\s+", " ").strip();
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
            default -> clean.appendCodePoint(codePoint);
        }
    }
}
