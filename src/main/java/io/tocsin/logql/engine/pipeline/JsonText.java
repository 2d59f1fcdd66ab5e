package io.tocsin.logql.engine.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of JSON strings. */
final class JsonText {

    private JsonText() {}

    /** The string with its escapes resolved, or null if an escape is wrong. */
    static @Nullable String unescape(byte[] buffer, int start, int end) {
        int backslash = indexOfBackslash(buffer, start, end);
        if (backslash < 0) {
            return new String(buffer, start, end - start, StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        int at = start;
        while (backslash >= 0) {
            bytes.write(buffer, at, backslash - at);
            at = appendEscape(buffer, backslash, end, bytes);
            if (at < 0) {
                return null;
            }
            backslash = indexOfBackslash(buffer, at, end);
        }
        bytes.write(buffer, at, end - at);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A label's value: empty if an escape is wrong, with blanks for what is no text. */
    static String labelValue(byte[] buffer, int start, int end) {
        String text = unescape(buffer, start, end);
        return text == null ? "" : text.replace('\ufffd', ' ');
    }

    private static int indexOfBackslash(byte[] buffer, int start, int end) {
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\\') {
                return i;
            }
        }
        return -1;
    }

    /** The index after the escape, or -1 if it is wrong. */
    private static int appendEscape(byte[] buffer, int at, int end, ByteArrayOutputStream bytes) {
        if (at + 1 >= end) {
            return -1;
        }
        int simple = "\"\\/bfnrt".indexOf(buffer[at + 1]);
        if (simple >= 0) {
            bytes.write("\"\\/\b\f\n\r\t".charAt(simple));
            return at + 2;
        }
        int unit = buffer[at + 1] == 'u' ? codeUnit(buffer, at, end) : -1;
        if (unit < 0) {
            return -1;
        }
        if (!Character.isSurrogate((char) unit)) {
            bytes.writeBytes(String.valueOf((char) unit).getBytes(StandardCharsets.UTF_8));
            return at + 6;
        }
        // The parser does not look whether a backslash and a u really come here.
        int second = codeUnit(buffer, at + 6, end);
        if (second < Character.MIN_LOW_SURROGATE) {
            return -1;
        }
        int combined = 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00);
        String text = Character.isValidCodePoint(combined) ? Character.toString(combined) : "\ufffd";
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return at + 12;
    }

    private static int codeUnit(byte[] buffer, int at, int end) {
        if (at + 6 > end) {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(buffer[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }
}
