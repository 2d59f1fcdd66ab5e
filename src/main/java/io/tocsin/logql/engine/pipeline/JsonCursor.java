package io.tocsin.logql.engine.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Scans JSON bytes the way Loki's parser does: it only looks for the ends of values and does not check what is inside
 * of nested ones. All positions are indexes in the buffer.
 */
final class JsonCursor {

    /** What a value is. */
    enum JsonType {
        STRING,
        NUMBER,
        OBJECT,
        ARRAY,
        BOOLEAN,
        NULL
    }

    static final String MALFORMED = "Malformed JSON error";
    static final String MALFORMED_OBJECT = "Value looks like object, but can't find closing '}' symbol";
    static final String MALFORMED_ARRAY = "Value is array, but can't find closing ']' symbol";
    static final String INVALID_ESCAPE = "Encountered an invalid escape sequence in a string";

    private final byte[] buffer;

    /** The key that {@link #readMember} found. */
    String key = "";

    /** The value that {@link #readValue} found; for a string without the quotes. */
    JsonType type = JsonType.NULL;

    int valueStart;
    int valueEnd;
    /** The index after the value, after the closing quote of a string. */
    int next;
    /** Whether the string that {@link #stringEnd} went over has a backslash. */
    boolean hasEscape;

    JsonCursor(byte[] buffer) {
        this.buffer = buffer;
    }

    byte byteAt(int index) {
        return buffer[index];
    }

    /** The text of a string without its quotes, or null if an escape is wrong. */
    @Nullable
    String text(int start, int end) {
        return JsonText.unescape(buffer, start, end);
    }

    /** Reads the rest of {@code "key": value} from after the first quote; empty if all went well, or what is wrong. */
    String readMember(int keyStart, int end) {
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
    int skipBlanks(int from, int end) {
        for (int i = from; i < end; i++) {
            byte b = buffer[i];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return i;
            }
        }
        return -1;
    }

    /** The index after the closing quote, or -1; begins after the opening quote. */
    int stringEnd(int from, int end) {
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
    int blockEnd(int from, int end, byte open, byte close) {
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
    String readValue(int from, int end) {
        int start = skipBlanks(from, end);
        if (start < 0) {
            return MALFORMED;
        }
        switch (buffer[start]) {
            case '"' -> {
                return readString(start, end);
            }
            case '[' -> {
                return readBlock(JsonType.ARRAY, start, blockEnd(start, end, (byte) '[', (byte) ']'), MALFORMED_ARRAY);
            }
            case '{' -> {
                return readBlock(
                        JsonType.OBJECT, start, blockEnd(start, end, (byte) '{', (byte) '}'), MALFORMED_OBJECT);
            }
            default -> {
                return readToken(start, end);
            }
        }
    }

    private String readString(int start, int end) {
        int stringEnd = stringEnd(start + 1, end);
        if (stringEnd < 0) {
            return "Value is string, but can't find closing '\"' symbol";
        }
        set(JsonType.STRING, start + 1, stringEnd - 1, stringEnd);
        return "";
    }

    private String readBlock(JsonType blockType, int start, int blockEnd, String error) {
        if (blockEnd < 0) {
            return error;
        }
        set(blockType, start, blockEnd, blockEnd);
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
        set(tokenType, start, stop, stop);
        return "";
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
        if (stop - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (buffer[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void set(JsonType newType, int start, int stop, int after) {
        type = newType;
        valueStart = start;
        valueEnd = stop;
        next = after;
    }
}
