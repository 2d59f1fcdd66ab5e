package io.tocsin.logql.engine.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The inside of a quoted logfmt value, with JSON's escapes and {@code \'}. */
final class QuotedText {

    private QuotedText() {}

    /** Null if an escape is wrong or a control character stands unescaped. */
    static @Nullable String unquote(byte[] buffer, int start, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        int at = start;
        while (at < end) {
            byte b = buffer[at];
            if (b == '\\') {
                at = escape(buffer, at + 1, end, bytes);
                if (at < 0) {
                    return null;
                }
            } else if (b >= 0 && b < ' ') {
                return null;
            } else {
                bytes.write(b);
                at++;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int escape(byte[] buffer, int at, int end, ByteArrayOutputStream bytes) {
        if (at >= end) {
            return -1;
        }
        int simple = "\"\\/'bfnrt".indexOf(buffer[at]);
        if (simple >= 0) {
            bytes.write("\"\\/'\b\f\n\r\t".charAt(simple));
            return at + 1;
        }
        if (buffer[at] != 'u') {
            return -1;
        }
        int unit = codeUnit(buffer, at + 1, end);
        if (unit < 0) {
            return -1;
        }
        int after = at + 5;
        String text = Character.isSurrogate((char) unit) ? "\ufffd" : String.valueOf((char) unit);
        if (Character.isHighSurrogate((char) unit)
                && after + 1 < end
                && buffer[after] == '\\'
                && buffer[after + 1] == 'u') {
            int low = codeUnit(buffer, after + 2, end);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                text = Character.toString(Character.toCodePoint((char) unit, (char) low));
                after += 6;
            }
        }
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return after;
    }

    private static int codeUnit(byte[] buffer, int at, int end) {
        if (at + 4 > end) {
            return -1;
        }
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(buffer[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }
}
