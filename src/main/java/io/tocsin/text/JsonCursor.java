package io.tocsin.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Scans JSON bytes the way Loki's parser does: it only looks for the ends of values and does not check what is inside
 * of nested ones. All positions are indexes in the buffer.
 */
public final class JsonCursor {

    /** What a value is. */
    public enum JsonType {
        STRING,
        NUMBER,
        OBJECT,
        ARRAY,
        BOOLEAN,
        NULL
    }

    public static final String MALFORMED = "Malformed JSON error";
    public static final String MALFORMED_OBJECT = "Value looks like object, but can't find closing '}' symbol";
    public static final String MALFORMED_ARRAY = "Value is array, but can't find closing ']' symbol";
    public static final String INVALID_ESCAPE = "Encountered an invalid escape sequence in a string";

    private static final String MALFORMED_STRING = "Value is string, but can't find closing '\"' symbol";

    private final byte[] buffer;
    private String key = "";
    private JsonType type = JsonType.NULL;
    private int valueStart;
    private int valueEnd;
    private int next;
    private boolean hasEscape;

    public JsonCursor(byte[] buffer) {
        this.buffer = buffer;
    }

    /** The key that {@link #readMember} found. */
    public String key() {
        return key;
    }

    /** What kind of value {@link #readValue} found last. */
    public JsonType type() {
        return type;
    }

    /** Where that value begins; a string's after its quote. */
    public int valueStart() {
        return valueStart;
    }

    /** The index after that value; a string's of its closing quote. */
    public int valueEnd() {
        return valueEnd;
    }

    /** The index to go on at, after the closing quote of a string. */
    public int next() {
        return next;
    }

    /** Goes on after a value whose members were read meanwhile. */
    public void goOnAt(int index) {
        next = index;
    }

    /** Goes back to a value that was read before. */
    public void select(JsonType kind, int start, int end) {
        type = kind;
        valueStart = start;
        valueEnd = end;
    }

    public byte byteAt(int index) {
        return buffer[index];
    }

    /** The text of a string without its quotes, with its escapes resolved, or null if an escape is wrong. */
    public @Nullable String text(int start, int end) {
        int backslash = indexOfBackslash(start, end);
        if (backslash < 0) {
            return new String(buffer, start, end - start, StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        int at = start;
        while (backslash >= 0) {
            bytes.write(buffer, at, backslash - at);
            at = appendEscape(backslash, end, bytes);
            if (at < 0) {
                return null;
            }
            backslash = indexOfBackslash(at, end);
        }
        bytes.write(buffer, at, end - at);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The value as a label's: empty if an escape is wrong, with blanks for what is no text. */
    public String labelValue() {
        String text = text(valueStart, valueEnd);
        return text == null ? "" : text.replace('\ufffd', ' ');
    }

    private int indexOfBackslash(int start, int end) {
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\\') {
                return i;
            }
        }
        return -1;
    }

    /** The index after the escape, or -1 if it is wrong. */
    private int appendEscape(int at, int end, ByteArrayOutputStream bytes) {
        if (at + 1 >= end) {
            return -1;
        }
        int simple = "\"\\/bfnrt".indexOf(buffer[at + 1]);
        if (simple >= 0) {
            bytes.write("\"\\/\b\f\n\r\t".charAt(simple));
            return at + 2;
        }
        int unit = buffer[at + 1] == 'u' ? codeUnit(at, end) : -1;
        if (unit < 0) {
            return -1;
        }
        if (!Character.isSurrogate((char) unit)) {
            bytes.writeBytes(String.valueOf((char) unit).getBytes(StandardCharsets.UTF_8));
            return at + 6;
        }
        // The parser does not look whether a backslash and a u really come here.
        int second = codeUnit(at + 6, end);
        if (second < Character.MIN_LOW_SURROGATE) {
            return -1;
        }
        int combined = 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00);
        String text = Character.isValidCodePoint(combined) ? Character.toString(combined) : "\ufffd";
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return at + 12;
    }

    private int codeUnit(int at, int end) {
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

    /** Reads the rest of {@code "key": value} from after the first quote; empty if all went well, or what is wrong. */
    public String readMember(int keyStart, int end) {
        int keyEnd = stringEnd(keyStart, end);
        if (keyEnd < 0) {
            return MALFORMED;
        }
        String unescaped = text(keyStart, keyEnd - 1);
        if (unescaped == null) {
            return INVALID_ESCAPE;
        }
        key = unescaped;
        int colon = skipBlanks(keyEnd, end);
        return colon < 0 || byteAt(colon) != ':' ? MALFORMED : readValue(colon + 1, end);
    }

    /** The first byte that is no blank, or -1. */
    public int skipBlanks(int from, int end) {
        for (int i = from; i < end; i++) {
            byte b = buffer[i];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return i;
            }
        }
        return -1;
    }

    /** The index after the closing quote, or -1; begins after the opening quote. */
    public int stringEnd(int from, int end) {
        hasEscape = false;
        for (int i = from; i < end; i++) {
            byte b = buffer[i];
            if (b == '"' && (!hasEscape || isUnescaped(i, from))) {
                return i + 1;
            }
            if (b == '\\') {
                hasEscape = true;
            }
        }
        return -1;
    }

    private boolean isUnescaped(int quote, int from) {
        int backslashes = 0;
        for (int i = quote - 1; i >= from && buffer[i] == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 0;
    }

    /** The index after the bracket that closes the one at {@code from}, or -1. */
    public int blockEnd(int from, int end, byte open, byte close) {
        int level = 0;
        int i = from;
        while (i < end) {
            byte b = buffer[i];
            if (b == '"') {
                int stringEnd = stringEnd(i + 1, end);
                if (stringEnd < 0) {
                    return -1;
                }
                i = stringEnd - 1;
            } else if (b == open) {
                level++;
            } else if (b == close && --level == 0) {
                return i + 1;
            }
            i++;
        }
        return -1;
    }

    /** Reads the next value into the fields. The result is empty, or says what is wrong. */
    public String readValue(int from, int end) {
        int start = skipBlanks(from, end);
        if (start < 0) {
            return MALFORMED;
        }
        return switch (buffer[start]) {
            case '"' -> {
                int after = stringEnd(start + 1, end);
                yield read(JsonType.STRING, start + 1, after - 1, after, MALFORMED_STRING);
            }
            case '[' -> readBlock(JsonType.ARRAY, start, blockEnd(start, end, (byte) '[', (byte) ']'), MALFORMED_ARRAY);
            case '{' ->
                readBlock(JsonType.OBJECT, start, blockEnd(start, end, (byte) '{', (byte) '}'), MALFORMED_OBJECT);
            default -> readToken(start, end);
        };
    }

    private String readBlock(JsonType kind, int start, int end, String error) {
        return read(kind, start, end, end, error);
    }

    private String read(JsonType kind, int start, int end, int after, String error) {
        if (after < 0) {
            return error;
        }
        select(kind, start, end);
        next = after;
        return "";
    }

    private String readToken(int start, int end) {
        int stop = start;
        while (stop < end && " \n\r\t,}]".indexOf(buffer[stop]) < 0) {
            stop++;
        }
        JsonType tokenType = tokenType(start, stop);
        if (tokenType == null) {
            return "Unknown value type";
        }
        return readBlock(tokenType, start, stop, "");
    }

    private @Nullable JsonType tokenType(int start, int stop) {
        if (start == stop) {
            return null;
        }
        byte b = buffer[start];
        if (b >= '0' && b <= '9' || b == '-') {
            return JsonType.NUMBER;
        }
        if (isWord(start, stop, "true") || isWord(start, stop, "false")) {
            return JsonType.BOOLEAN;
        }
        return isWord(start, stop, "null") ? JsonType.NULL : null;
    }

    private boolean isWord(int start, int stop, String word) {
        return stop - start == word.length()
                && new String(buffer, start, word.length(), StandardCharsets.US_ASCII).equals(word);
    }
}
