package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.JsonCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the value at a path inside of one JSON value. */
final class JsonKeySearch {

    private JsonKeySearch() {}

    /** The index where the value begins, or null if there is none. */
    static @Nullable Integer find(JsonCursor cursor, int start, int end, List<String> path) {
        int from = start;
        int to = end;
        for (String key : path) {
            int open = cursor.skipBlanks(from, to);
            if (open < 0) {
                return null;
            }
            Integer index = JsonPathSearch.indexOrNull(key);
            boolean isFound = switch (cursor.byteAt(open)) {
                case '{' -> member(cursor, open + 1, to, key);
                case '[' -> index != null && element(cursor, open + 1, to, index);
                default -> false;
            };
            if (!isFound) {
                return null;
            }
            boolean isText = cursor.type() == JsonCursor.JsonType.STRING;
            from = isText ? cursor.valueStart() - 1 : cursor.valueStart();
            to = isText ? cursor.valueEnd() + 1 : cursor.valueEnd();
        }
        return from;
    }

    private static boolean member(JsonCursor cursor, int from, int end, String key) {
        int at = cursor.skipBlanks(from, end);
        while (at >= 0 && cursor.byteAt(at) == '"') {
            int keyEnd = cursor.stringEnd(at + 1, end);
            String name = keyEnd < 0 ? null : cursor.text(at + 1, keyEnd - 1);
            int colon = keyEnd < 0 ? -1 : cursor.skipBlanks(keyEnd, end);
            if (name == null
                    || colon < 0
                    || cursor.byteAt(colon) != ':'
                    || !cursor.readValue(colon + 1, end).isEmpty()) {
                return false;
            }
            if (name.equals(key)) {
                return true;
            }
            at = afterComma(cursor, end);
        }
        return false;
    }

    private static boolean element(JsonCursor cursor, int from, int end, int index) {
        int at = from;
        for (int i = 0; at >= 0 && cursor.readValue(at, end).isEmpty(); i++) {
            if (i == index) {
                return true;
            }
            at = afterComma(cursor, end);
        }
        return false;
    }

    private static int afterComma(JsonCursor cursor, int end) {
        int comma = cursor.skipBlanks(cursor.next(), end);
        return comma >= 0 && cursor.byteAt(comma) == ',' ? cursor.skipBlanks(comma + 1, end) : -1;
    }
}
