package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.JsonCursor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of several paths in one walk over JSON bytes. It is forgiving in the same way as Loki's parser, whose
 * oddities are visible in answers: it stops at what it does not understand and reports only some errors.
 */
final class JsonPathSearch {

    /** Takes what was found. */
    interface Listener {
        /** The cursor's fields describe the value of the path with this index. */
        void found(int path, JsonCursor cursor);

        void failed(String error);
    }

    private final byte[] buffer;
    private final JsonCursor cursor;
    private final List<List<String>> paths;
    private final Listener listener;
    private final boolean[] done;
    private final String[] keys;
    private final int end;
    private int longest;
    private int matched;
    private int level;

    JsonPathSearch(byte[] buffer, int end, List<List<String>> paths, Listener listener) {
        this.buffer = buffer;
        this.end = end;
        this.cursor = new JsonCursor(buffer);
        this.paths = paths;
        this.listener = listener;
        this.done = new boolean[paths.size()];
        paths.forEach(path -> longest = Math.max(longest, path.size()));
        this.keys = new String[longest + 1];
    }

    void run(int start) {
        int i = start;
        int visited = 0;
        while (i >= start && i < end && visited++ <= 4 * (end - start)) {
            switch (buffer[i]) {
                case '"' -> i = string(i);
                case '{' -> level++;
                case '}', ']' -> level--;
                case '[' -> i = array(i);
                default -> {
                    // Nothing of interest.
                }
            }
            if (i < 0) {
                return;
            }
            i++;
        }
    }

    /** The index to go on behind, or -1 to stop. */
    private int string(int quote) {
        int keyEnd = cursor.stringEnd(quote + 1, end);
        if (keyEnd < 0) {
            return -1;
        }
        int colon = cursor.skipBlanks(keyEnd, end);
        if (colon < 0) {
            return -1;
        }
        if (buffer[colon] != ':') {
            return colon - 1;
        }
        boolean matches = false;
        String key = cursor.text(quote + 1, keyEnd - 1);
        if (key == null) {
            return -1;
        }
        if (longest >= level) {
            if (level < 1) {
                listener.failed(JsonCursor.MALFORMED);
                return -1;
            }
            keys[level - 1] = key;
            matches = match(key, colon);
            if (matched == paths.size()) {
                return -1;
            }
        }
        return afterKey(colon, matches);
    }

    private int afterKey(int colon, boolean matches) {
        int i = colon;
        if (!matches) {
            int token = cursor.skipBlanks(colon + 1, end);
            i = token < 0 ? colon - 1 : token - 1;
        }
        return i < end && "{}[\"".indexOf(buffer[i]) >= 0 ? i - 1 : i;
    }

    private boolean match(String key, int colon) {
        boolean matches = false;
        for (int p = 0; p < paths.size() && matched < paths.size(); p++) {
            List<String> path = paths.get(p);
            if (path.size() == level && !done[p] && path.get(level - 1).equals(key) && startsLikeKeys(path, level)) {
                matches = true;
                matched++;
                done[p] = true;
                report(p, cursor.readValue(colon + 1, end));
            }
        }
        return matches;
    }

    private void report(int path, String error) {
        if (error.isEmpty()) {
            listener.found(path, cursor);
        } else {
            listener.failed(error);
        }
    }

    private boolean startsLikeKeys(List<String> path, int length) {
        for (int i = 0; i < Math.min(path.size(), length); i++) {
            if (!path.get(i).equals(keys[i])) {
                return false;
            }
        }
        return true;
    }

    private int array(int open) {
        if (level < 0) {
            listener.failed(JsonCursor.MALFORMED);
            return -1;
        }
        Set<Integer> wanted = new HashSet<>();
        for (int p = 0; p < paths.size(); p++) {
            List<String> path = paths.get(p);
            if (path.size() > level && !done[p] && index(path.get(level)) >= 0 && startsLikeKeys(path, level)) {
                wanted.add(p);
            }
        }
        if (wanted.isEmpty()) {
            int skipped = cursor.blockEnd(open, end, (byte) '[', (byte) ']');
            return skipped < 0 ? -1 : skipped - 1;
        }
        level++;
        int after = eachElement(open, wanted);
        return matched == paths.size() ? -1 : after - 1;
    }

    /** The number in {@code [n]}, or -1. */
    private static int index(String key) {
        if (key.length() < 3 || key.charAt(0) != '[' || !key.endsWith("]")) {
            return -1;
        }
        String digits = key.substring(1, key.length() - 1);
        return digits.chars().allMatch(c -> c >= '0' && c <= '9') && digits.length() < 10
                ? Integer.parseInt(digits)
                : -1;
    }

    private int eachElement(int open, Set<Integer> wanted) {
        int at = cursor.skipBlanks(open + 1, end);
        if (at < 0) {
            return open + 1;
        }
        int element = 0;
        while (buffer[at] != ']') {
            if (!cursor.readValue(at, end).isEmpty()) {
                return at;
            }
            int next = cursor.next();
            element(element++, wanted);
            int token = cursor.skipBlanks(next, end);
            if (token < 0) {
                return next;
            }
            if (buffer[token] == ']') {
                return token;
            }
            if (buffer[token] != ',') {
                return token;
            }
            at = token + 1;
        }
        return at;
    }

    private void element(int element, Set<Integer> wanted) {
        int start = cursor.valueStart();
        int stop = cursor.valueEnd();
        JsonCursor.JsonType type = cursor.type();
        for (int p : wanted) {
            List<String> path = paths.get(p);
            if (index(path.get(level - 1)) != element) {
                continue;
            }
            matched++;
            done[p] = true;
            if (path.size() == level) {
                cursor.select(type, start, stop);
                listener.found(p, cursor);
            } else {
                Integer found = JsonKeySearch.find(cursor, start, stop, path.subList(level, path.size()));
                if (found != null) {
                    report(p, cursor.readValue(found, stop));
                }
            }
        }
    }

    static @Nullable Integer indexOrNull(String key) {
        int index = index(key);
        return index < 0 ? null : index;
    }
}
