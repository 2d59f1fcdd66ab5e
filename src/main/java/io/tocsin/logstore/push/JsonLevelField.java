package io.tocsin.logstore.push;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a level field with a text value in the first two levels of a JSON object. Reads no further than it must: a
 * line that is broken after the field still has a level.
 */
final class JsonLevelField {

    private static final int MAX_DEPTH = 2;
    private static final Set<String> FIELDS = new HashSet<>(LevelDetector.FIELDS);
    private static final int LONGEST_FIELD = 16;

    private final byte[] line;

    JsonLevelField(byte[] line) {
        this.line = line;
    }

    /** The field's raw text between its quotes; null when there is none. */
    byte @Nullable [] find() {
        int start = skipSpace(0, line.length);
        return start < line.length ? findIn(start, line.length, 0) : null;
    }

    private byte @Nullable [] findIn(int open, int end, int depth) {
        if (depth >= MAX_DEPTH || line[open] != '{') {
            return null;
        }
        int at = skipSpace(open + 1, end);
        while (at < end && line[at] == '"') {
            int keyEnd = stringEnd(at, end);
            int colon = keyEnd < 0 ? end : skipSpace(keyEnd, end);
            if (colon >= end || line[colon] != ':') {
                return null;
            }
            int value = skipSpace(colon + 1, end);
            int valueEnd = value < end ? valueEnd(value, end) : -1;
            if (valueEnd < 0) {
                return null;
            }
            byte[] found = levelAt(at + 1, keyEnd - 1, value, valueEnd, depth);
            if (found != null) {
                return found;
            }
            at = skipSpace(valueEnd, end);
            if (at >= end || line[at] != ',') {
                return null;
            }
            at = skipSpace(at + 1, end);
        }
        return null;
    }

    private byte @Nullable [] levelAt(int keyStart, int keyEnd, int value, int valueEnd, int depth) {
        if (line[value] == '"') {
            return isLevelField(keyStart, keyEnd) ? Arrays.copyOfRange(line, value + 1, valueEnd - 1) : null;
        }
        return line[value] == '{' ? findIn(value, valueEnd, depth + 1) : null;
    }

    private boolean isLevelField(int start, int end) {
        int length = end - start;
        return length <= LONGEST_FIELD && FIELDS.contains(new String(line, start, length, StandardCharsets.UTF_8));
    }

    /** The index after the value that starts here; negative when it does not end or is none. */
    private int valueEnd(int start, int end) {
        byte first = line[start];
        if (first == '"') {
            return stringEnd(start, end);
        }
        if (first == '{') {
            return blockEnd(start, end, '{', '}');
        }
        if (first == '[') {
            return blockEnd(start, end, '[', ']');
        }
        return tokenEnd(start, end);
    }

    private int stringEnd(int quote, int end) {
        for (int i = quote + 1; i < end; i++) {
            if (line[i] == '\\') {
                i++;
            } else if (line[i] == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    private int blockEnd(int start, int end, char open, char close) {
        int nesting = 0;
        for (int i = start; i < end; i++) {
            byte b = line[i];
            if (b == '"') {
                int after = stringEnd(i, end);
                if (after < 0) {
                    return -1;
                }
                i = after - 1;
            } else if (b == open) {
                nesting++;
            } else if (b == close && --nesting == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private int tokenEnd(int start, int end) {
        int i = start;
        while (i < end && !endsToken(line[i])) {
            i++;
        }
        byte first = line[start];
        boolean number = (first >= '0' && first <= '9') || first == '-';
        return number || isLiteral(start, i) ? i : -1;
    }

    private boolean isLiteral(int start, int end) {
        if (end - start < 4 || end - start > 5) {
            return false;
        }
        String token = new String(line, start, end - start, StandardCharsets.ISO_8859_1);
        return token.equals("true") || token.equals("false") || token.equals("null");
    }

    private static boolean endsToken(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == ',' || b == '}' || b == ']';
    }

    private int skipSpace(int from, int end) {
        int i = from;
        while (i < end && (line[i] == ' ' || line[i] == '\n' || line[i] == '\r' || line[i] == '\t')) {
            i++;
        }
        return i;
    }
}
