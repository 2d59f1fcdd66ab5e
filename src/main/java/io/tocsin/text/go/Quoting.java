package io.tocsin.text.go;

import java.nio.charset.StandardCharsets;

/** Double-quoted text as Go's strconv writes it. */
public final class Quoting {

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
}
