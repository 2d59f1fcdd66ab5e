package io.tocsin.logql.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Go's string literals. */
final class GoStrings {

    private static final String INVALID = "invalid syntax";

    private GoStrings() {}

    /** The text that a literal, given with its quotes, stands for. */
    static Unquoted unquote(String literal) {
        int last = literal.length() - 1;
        if (last < 1 || literal.charAt(0) != literal.charAt(last)) {
            return new Unquoted("", INVALID);
        }
        String body = literal.substring(1, last);
        if (literal.charAt(0) == '`' || body.indexOf('\\') < 0) {
            return new Unquoted(wellFormed(body), null);
        }
        // An escape such as \xff stands for a byte, so the text is put together from bytes.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length());
        int i = 0;
        while (i < body.length()) {
            int codePoint = body.codePointAt(i);
            i += Character.charCount(codePoint);
            if (codePoint != '\\') {
                write(bytes, codePoint);
                continue;
            }
            i = unescape(body, i, bytes);
            if (i < 0) {
                return new Unquoted("", INVALID);
            }
        }
        return new Unquoted(bytes.toString(StandardCharsets.UTF_8), null);
    }

    /** The text with half surrogate pairs, which no encoding can carry, replaced as Go replaces invalid bytes. */
    private static String wellFormed(String text) {
        boolean halves = text.codePoints().anyMatch(GoStrings::isSurrogate);
        return halves
                ? text.codePoints()
                        .map(c -> isSurrogate(c) ? 0xfffd : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Decodes the escape whose letter is at the index; returns the index behind it, or -1 if it is not valid. */
    private static int unescape(String body, int index, ByteArrayOutputStream bytes) {
        if (index >= body.length()) {
            return -1;
        }
        char letter = body.charAt(index);
        int simple = "abfnrtv\\\"".indexOf(letter);
        if (simple >= 0) {
            bytes.write("\u0007\b\f\n\r\t\u000b\\\"".charAt(simple));
            return index + 1;
        }
        if (letter >= '0' && letter <= '7') {
            return unescapeNumber(body, index, 3, 8, bytes);
        }
        return switch (letter) {
            case 'x' -> unescapeNumber(body, index + 1, 2, 16, bytes);
            case 'u' -> unescapeNumber(body, index + 1, 4, 16, bytes);
            case 'U' -> unescapeNumber(body, index + 1, 8, 16, bytes);
            default -> -1;
        };
    }

    private static int unescapeNumber(String body, int from, int digits, int base, ByteArrayOutputStream bytes) {
        int end = from + digits;
        if (end > body.length()) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            if (!GoLiteralScanner.isDigit(body.charAt(i), base)) {
                return -1;
            }
            value = value * base + Character.digit(body.charAt(i), base);
        }
        boolean isByte = digits <= 3;
        if (value > (isByte ? 0xff : Character.MAX_CODE_POINT)) {
            return -1;
        }
        if (isByte) {
            bytes.write((int) value);
        } else {
            write(bytes, (int) value);
        }
        return end;
    }

    private static void write(ByteArrayOutputStream bytes, int codePoint) {
        String text = isSurrogate(codePoint) ? "\ufffd" : Character.toString(codePoint);
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text, or why there is none. */
    record Unquoted(String value, @Nullable String problem) {}
}
