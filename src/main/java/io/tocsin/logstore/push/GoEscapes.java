package io.tocsin.logstore.push;

/** The escape sequences of Go's string literals, which Prometheus' label sets use. */
final class GoEscapes {

    private static final String PLAIN = "abfnrtv\\'\"";
    private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\'\"";

    private GoEscapes() {}

    /** Appends what the escape at this backslash stands for; returns the index after it, or -1 when it is none. */
    static int append(String text, int backslash, StringBuilder target) {
        int at = backslash + 1;
        if (at >= text.length()) {
            return -1;
        }
        char kind = text.charAt(at);
        int plain = PLAIN.indexOf(kind);
        if (plain >= 0) {
            target.append(MEANING.charAt(plain));
            return at + 1;
        }
        return switch (kind) {
            case 'x' -> appendNumber(text, at + 1, 2, 16, target);
            case 'u' -> appendNumber(text, at + 1, 4, 16, target);
            case 'U' -> appendNumber(text, at + 1, 8, 16, target);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> appendNumber(text, at, 3, 8, target);
            default -> -1;
        };
    }

    private static int appendNumber(String text, int from, int digits, int radix, StringBuilder target) {
        if (from + digits > text.length()) {
            return -1;
        }
        long codePoint = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            codePoint = codePoint * radix + digit;
        }
        if (codePoint > Character.MAX_CODE_POINT) {
            return -1;
        }
        target.appendCodePoint((int) codePoint);
        return from + digits;
    }
}
