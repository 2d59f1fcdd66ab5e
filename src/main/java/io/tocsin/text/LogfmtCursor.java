package io.tocsin.logql.engine.pipeline;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Walks over the key=value pairs of a logfmt line. */
final class LogfmtCursor {

    private final byte[] buffer;
    private final int start;
    private final int end;
    private int at;
    private String key = "";
    private String value = "";
    private @Nullable String error;

    LogfmtCursor(byte[] buffer, int offset, int length) {
        this.buffer = buffer;
        this.start = offset;
        this.end = offset + length;
        this.at = offset;
    }

    boolean isAtEnd() {
        return at >= end;
    }

    /** The key of the pair last read, as it stands in the line. */
    String key() {
        return key;
    }

    /** The value of the pair last read; empty if there is none. */
    String value() {
        return value;
    }

    /** What was wrong last, or null; the text has the position in the line from 1. */
    @Nullable
    String error() {
        return error;
    }

    /** Reads the next pair; false at the end of the line, or if the pair is malformed, which is then skipped. */
    boolean next() {
        key = "";
        value = "";
        while (at < end && isBlank(buffer[at])) {
            at++;
        }
        if (at >= end) {
            return false;
        }
        int keyStart = at;
        while (at < end && !isBlank(buffer[at]) && buffer[at] != '=' && buffer[at] != '"') {
            at++;
        }
        if (at < end && (buffer[at] == '"' || buffer[at] == '=' && at == keyStart)) {
            return unexpectedByte();
        }
        key = new String(buffer, keyStart, at - keyStart, StandardCharsets.UTF_8);
        if (key.indexOf('\ufffd') >= 0) {
            return invalidKey();
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

    private boolean invalidKey() {
        error = syntaxError("invalid key");
        if (at < end && buffer[at] == '=') {
            skipToBlank();
        }
        return false;
    }

    private boolean plainValue() {
        int valueStart = at;
        while (at < end && !isBlank(buffer[at])) {
            if (buffer[at] == '=' || buffer[at] == '"') {
                return unexpectedByte();
            }
            at++;
        }
        value = new String(buffer, valueStart, at - valueStart, StandardCharsets.UTF_8);
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
        String text = hasEscape
                ? QuotedText.unquote(buffer, quote + 1, i)
                : new String(buffer, quote + 1, i - quote - 1, StandardCharsets.UTF_8);
        if (text == null) {
            error = syntaxError("invalid quoted value");
            return false;
        }
        value = text;
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
}
