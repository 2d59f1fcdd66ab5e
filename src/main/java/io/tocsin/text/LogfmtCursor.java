package io.tocsin.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Walks over the key=value pairs of a logfmt line. */
public final class LogfmtCursor {

    private final byte[] buffer;
    private final int start;
    private final int end;
    private int at;
    private int keyStart;
    private int keyEnd;
    private int valueStart;
    private int valueEnd;
    private @Nullable String unescaped;
    private @Nullable String error;

    public LogfmtCursor(byte[] buffer, int offset, int length) {
        this.buffer = buffer;
        this.start = offset;
        this.end = offset + length;
        this.at = offset;
    }

    public boolean isAtEnd() {
        return at >= end;
    }

    /** The key of the pair last read, as it stands in the line. */
    public String key() {
        return text(keyStart, keyEnd);
    }

    /** The first byte of the key of the pair last read. */
    public byte firstOfKey() {
        return buffer[keyStart];
    }

    /** How many bytes the key of the pair last read has. */
    public int keyLength() {
        return keyEnd - keyStart;
    }

    /** The value of the pair last read; empty if there is none. */
    public String value() {
        return unescaped == null ? text(valueStart, valueEnd) : unescaped;
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    /** What was wrong last, or null; the text has the position in the line from 1. */
    public @Nullable String error() {
        return error;
    }

    /** Reads the next pair; false at the end of the line, or if the pair is malformed, which is then skipped. */
    public boolean next() {
        unescaped = null;
        while (at < end && isBlank(buffer[at])) {
            at++;
        }
        keyStart = at;
        keyEnd = at;
        valueStart = at;
        valueEnd = at;
        if (at >= end || !readKey()) {
            return false;
        }
        if (at >= end || isBlank(buffer[at])) {
            return true;
        }
        at++;
        if (at >= end || isBlank(buffer[at])) {
            return true;
        }
        return buffer[at] == '"' ? quotedValue() : plainValue();
    }

    /** A method of its own, so that both are small enough to be inlined: then a cursor takes no memory. */
    private boolean readKey() {
        boolean isAscii = true;
        while (at < end && !isBlank(buffer[at]) && buffer[at] != '=' && buffer[at] != '"') {
            isAscii &= buffer[at++] >= 0;
        }
        if (at < end && (buffer[at] == '"' || buffer[at] == '=' && at == keyStart)) {
            return unexpectedByte();
        }
        keyEnd = at;
        return isAscii || key().indexOf('\ufffd') < 0 || invalidKey();
    }

    private boolean invalidKey() {
        error = syntaxError("invalid key");
        if (at < end && buffer[at] == '=') {
            skipToBlank();
        }
        return false;
    }

    private boolean plainValue() {
        int from = at;
        while (at < end && !isBlank(buffer[at])) {
            if (buffer[at] == '=' || buffer[at] == '"') {
                return unexpectedByte();
            }
            at++;
        }
        valueStart = from;
        valueEnd = at;
        return true;
    }

    private boolean quotedValue() {
        int quote = at;
        boolean hasEscape = false;
        int i = at + 1;
        while (i < end && buffer[i] != '"') {
            if (buffer[i] == '\\') {
                hasEscape = true;
                i++;
            }
            i++;
        }
        if (i >= end) {
            at = end;
            error = syntaxError("unterminated quoted value");
            return false;
        }
        at = i + 1;
        if (hasEscape) {
            unescaped = unescape(quote + 1, i);
            if (unescaped == null) {
                error = syntaxError("invalid quoted value");
                return false;
            }
        }
        valueStart = quote + 1;
        valueEnd = i;
        return true;
    }

    private boolean unexpectedByte() {
        error = syntaxError("unexpected '" + (char) buffer[at] + "'");
        skipToBlank();
        return false;
    }

    private void skipToBlank() {
        while (at < end && !isBlank(buffer[at])) {
            at++;
        }
    }

    private String syntaxError(String message) {
        return "logfmt syntax error at pos " + (at - start + 1) + " : " + message;
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }

    /** The inside of a quoted value, with JSON's escapes and {@code \'}; null if an escape is wrong or a control character stands unescaped. */
    private @Nullable String unescape(int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
        int at = from;
        while (at < to) {
            byte b = buffer[at];
            if (b == '\\') {
                at = escape(at + 1, to, bytes);
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

    private int escape(int at, int to, ByteArrayOutputStream bytes) {
        if (at >= to) {
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
        int unit = codeUnit(at + 1, to);
        if (unit < 0) {
            return -1;
        }
        int after = at + 5;
        String text = Character.isSurrogate((char) unit) ? "\ufffd" : String.valueOf((char) unit);
        if (Character.isHighSurrogate((char) unit)
                && after + 1 < to
                && buffer[after] == '\\'
                && buffer[after + 1] == 'u') {
            int low = codeUnit(after + 2, to);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                text = Character.toString(Character.toCodePoint((char) unit, (char) low));
                after += 6;
            }
        }
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return after;
    }

    private int codeUnit(int at, int to) {
        if (at + 4 > to) {
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
