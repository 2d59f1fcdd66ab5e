package io.tocsin.logstore.push;

/** Lengths and quoting of text as Go has them. */
final class PushedText {

    private PushedText() {}

    /** The number of bytes that the text takes in UTF-8. */
    static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                length += 3;
            }
        }
        return length;
    }

    /** True for bytes that Go's {@code unicode.IsSpace} accepts among the first 256 code points. */
    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0;
    }
}
