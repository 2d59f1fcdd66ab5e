package io.tocsin.text.go;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Quoted text as Go's strconv writes and reads it. */
public final class Quoting {

    private static final String SIMPLE_ESCAPES = "abfnrtv\\";
    private static final String SIMPLE_MEANINGS = "\u0007\b\f\n\r\t\u000b\\";
    private static final int LONGEST_BYTE_ESCAPE = 3;

    private Quoting() {}

    /** The text between double quotes; what is not printable is escaped. */
    public static String quote(String text) {
        return quoteWith(text, '"');
    }

    static String quoteWith(String text, char mark) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(mark);
        text.codePoints().forEach(c -> append(quoted, c, mark));
        return quoted.append(mark).toString();
    }

    private static void append(StringBuilder quoted, int c, char mark) {
        if (c == mark || c == '\\') {
            quoted.append('\\').append((char) c);
        } else if (isPrintable(c)) {
            quoted.appendCodePoint(c);
        } else {
            appendEscape(quoted, c);
        }
    }

    private static void appendEscape(StringBuilder quoted, int c) {
        switch (c) {
            case 7 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 11 -> quoted.append("\\v");
            default ->
                quoted.append(
                        c < ' ' || c == 0x7f
                                ? String.format("\\x%02x", c)
                                : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
        }
    }

    static boolean isPrintable(int c) {
        if (c < 0x7f) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The form that Go's time package uses in errors: every byte outside ASCII is written as {@code \xNN}. */
    static String quoteBytes(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ') {
                quoted.append(String.format("\\x%02x", b & 0xff));
            } else {
                quoted.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
            }
        }
        return quoted.append('"').toString();
    }

    /**
     * What a literal in double quotes, single quotes or backticks stands for. An escape such as {@code \xff} is a byte; a
     * byte that is no part of a character becomes U+FFFD, wherever the same literal is read.
     *
     * @throws ConversionException if the quotes do not match or an escape is not valid
     */
    public static String unquote(String literal) {
        return Utf8.decode(unquoteBytes(literal));
    }

    /** The same before decoding, for callers that must not take a replacement. */
    public static byte[] unquoteBytes(String literal) {
        return unquoteBytes(literal, true);
    }

    /**
     * The same as Prometheus and with it LogQL read literals: an escaped half of a surrogate pair is replaced, not refused,
     * and carriage returns between backticks stay.
     *
     * @throws ConversionException if the quotes do not match or an escape is not valid
     */
    public static String unquotePrometheus(String literal) {
        return isPlain(literal)
                ? literal.substring(1, literal.length() - 1)
                : Utf8.decode(unquoteBytes(literal, false));
    }

    /** Whether what stands between the marks is the text itself, as in most literals. */
    private static boolean isPlain(String literal) {
        int last = literal.length() - 1;
        if (last < 1 || literal.charAt(0) != '"' || literal.charAt(last) != '"') {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = literal.charAt(i);
            if (c == '"' || c == '\\' || c == '\n' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] unquoteBytes(String literal, boolean isStrict) {
        int last = literal.length() - 1;
        if (last < 1 || literal.charAt(0) != literal.charAt(last) || "\"'`".indexOf(literal.charAt(0)) < 0) {
            throw invalidSyntax();
        }
        char mark = literal.charAt(0);
        String body = literal.substring(1, last);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length());
        int at = 0;
        while (at < body.length()) {
            int c = body.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\\' && mark != '`') {
                at = unescape(body, at, mark, isStrict, bytes);
            } else if (c == mark || c == '\n' && mark != '`') {
                throw invalidSyntax();
            } else if (c != '\r' || mark != '`' || !isStrict) {
                bytes.writeBytes(Utf8.encode(Character.toString(c)));
            }
        }
        return bytes.toByteArray();
    }

    /** Decodes the escape whose letter is at the index; returns the index behind it. */
    private static int unescape(String body, int at, char mark, boolean isStrict, ByteArrayOutputStream bytes) {
        char letter = at < body.length() ? body.charAt(at) : ' ';
        int simple = SIMPLE_ESCAPES.indexOf(letter);
        if (simple >= 0 || letter == mark) {
            bytes.write(simple >= 0 ? SIMPLE_MEANINGS.charAt(simple) : mark);
            return at + 1;
        }
        int hexDigits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        int from = hexDigits > 0 ? at + 1 : at;
        int digits = hexDigits > 0 ? hexDigits : LONGEST_BYTE_ESCAPE;
        long value = number(body, from, digits, hexDigits > 0 ? 16 : 8);
        boolean isByte = digits <= LONGEST_BYTE_ESCAPE;
        if (value > (isByte ? 0xff : Character.MAX_CODE_POINT) || isStrict && !isByte && isSurrogate((int) value)) {
            throw invalidSyntax();
        }
        if (isByte) {
            bytes.write((int) value);
        } else {
            bytes.writeBytes(Utf8.encode(Character.toString((int) value)));
        }
        return from + digits;
    }

    private static long number(String body, int from, int digits, int radix) {
        if (from + digits > body.length()) {
            throw invalidSyntax();
        }
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = body.charAt(i) < 0x80 ? Character.digit(body.charAt(i), radix) : -1;
            if (digit < 0) {
                throw invalidSyntax();
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static ConversionException invalidSyntax() {
        return new ConversionException("invalid syntax");
    }
}
