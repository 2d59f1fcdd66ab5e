package io.tocsin.logstore.push;

import io.tocsin.label.Labels;
import io.tocsin.text.JsonCursor;
import io.tocsin.text.LogfmtCursor;
import io.tocsin.text.go.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the level of an entry as Loki does: from a label, from structured metadata, from a field of a JSON or logfmt
 * line, and at last from the first word of the line that names a level.
 */
final class LevelDetector {

    static final String LABEL = "detected_level";

    /** The names of labels and fields that hold a level, the strongest first. */
    static final List<String> FIELDS = List.of(
            "level",
            "LEVEL",
            "Level",
            "log.level",
            "severity",
            "SEVERITY",
            "Severity",
            "SeverityText",
            "lvl",
            "LVL",
            "Lvl",
            "severity_text",
            "Severity_Text",
            "SEVERITY_TEXT");

    private static final Set<String> FIELD_NAMES = Set.copyOf(FIELDS);
    private static final Map<String, Integer> RANKS = ranks();
    /** Of all the names. */
    private static final String FIRST_LETTERS = "lLsS";

    private static final int LONGEST_FIELD = 16;
    private static final int DEEPEST_FIELD = 2;
    private static final String SEVERITY_NUMBER = "severity_number";

    private LevelDetector() {}

    private static Map<String, Integer> ranks() {
        Map<String, Integer> ranks = new HashMap<>();
        for (String field : FIELDS) {
            ranks.putIfAbsent(field.toLowerCase(Locale.ROOT), FIELDS.indexOf(field));
        }
        return ranks;
    }

    /** The level of an entry whose metadata does not name {@link #LABEL} itself. */
    static String detect(Labels stream, Labels metadata, byte[] line) {
        String named = fieldOf(stream);
        if (named == null) {
            named = fieldOf(metadata);
        }
        if (named != null) {
            return LevelNames.normalize(named);
        }
        String severity = metadata.get(SEVERITY_NUMBER);
        return severity.isEmpty() ? ofLine(line) : LevelNames.ofSeverityNumber(severity);
    }

    private static @Nullable String fieldOf(Labels labels) {
        if (labels.isEmpty()) {
            return null;
        }
        for (String field : FIELDS) {
            String value = labels.get(field);
            if (!value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    private static String ofLine(byte[] line) {
        String value = null;
        if (looksLikeJson(line)) {
            JsonCursor cursor = new JsonCursor(line);
            value = jsonField(line, cursor, cursor.skipBlanks(0, line.length), line.length, 1);
        } else if (contains(line, '=')) {
            value = logfmtField(line);
        }
        String level = value == null ? null : LevelNames.lookUp(value);
        return level == null ? LevelWords.firstIn(line) : level;
    }

    /** Reads no further than it must: a line that is broken after the field still has a level. */
    private static @Nullable String jsonField(byte[] line, JsonCursor cursor, int open, int end, int depth) {
        int at = open < 0 || depth > DEEPEST_FIELD || line[open] != '{' ? -1 : cursor.skipBlanks(open + 1, end);
        while (at >= 0 && line[at] == '"') {
            int keyEnd = cursor.stringEnd(at + 1, end);
            int colon = keyEnd < 0 ? -1 : cursor.skipBlanks(keyEnd, end);
            if (colon < 0
                    || line[colon] != ':'
                    || !cursor.readValue(colon + 1, end).isEmpty()) {
                return null;
            }
            int next = cursor.next();
            String found = null;
            if (cursor.type() == JsonCursor.JsonType.OBJECT) {
                found = jsonField(line, cursor, cursor.valueStart(), cursor.valueEnd(), depth + 1);
            } else if (cursor.type() == JsonCursor.JsonType.STRING && isField(line, at + 1, keyEnd - 1)) {
                found = text(line, cursor.valueStart(), cursor.valueEnd());
            }
            if (found != null) {
                return found;
            }
            at = cursor.skipBlanks(next, end);
            at = at < 0 || line[at] != ',' ? -1 : cursor.skipBlanks(at + 1, end);
        }
        return null;
    }

    private static boolean isField(byte[] line, int start, int end) {
        return end - start <= LONGEST_FIELD && FIELD_NAMES.contains(text(line, start, end));
    }

    private static String text(byte[] line, int start, int end) {
        return new String(line, start, end - start, StandardCharsets.UTF_8);
    }

    /** Most words of a line are told from the names without making a text of them. */
    private static boolean mayBeField(LogfmtCursor cursor) {
        return cursor.keyLength() <= LONGEST_FIELD && FIRST_LETTERS.indexOf(cursor.firstOfKey()) >= 0;
    }

    /** In any case; the strongest name wins. Reading ends at the first pair that is not logfmt, as Loki's does. */
    private static @Nullable String logfmtField(byte[] line) {
        LogfmtCursor cursor = new LogfmtCursor(line, 0, line.length);
        int best = Integer.MAX_VALUE;
        String found = null;
        while (best > 0 && cursor.next()) {
            int rank = mayBeField(cursor)
                    ? RANKS.getOrDefault(cursor.key().toLowerCase(Locale.ROOT), Integer.MAX_VALUE)
                    : Integer.MAX_VALUE;
            if (rank < best) {
                best = rank;
                found = cursor.value();
            }
        }
        return found;
    }

    private static boolean looksLikeJson(byte[] line) {
        int first = 0;
        while (first < line.length && Utf8.isSpace(line[first])) {
            first++;
        }
        int last = line.length - 1;
        while (last >= 0 && Utf8.isSpace(line[last] & 0xff)) {
            last--;
        }
        return first < line.length && line[first] == '{' && line[last] == '}';
    }

    private static boolean contains(byte[] line, char sought) {
        for (byte b : line) {
            if (b == sought) {
                return true;
            }
        }
        return false;
    }
}
