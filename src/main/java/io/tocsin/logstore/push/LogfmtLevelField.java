package io.tocsin.logstore.push;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a level field among the {@code key=value} pairs of a line, in any case; the strongest name wins. Reading
 * ends at the first pair that is not logfmt, as Loki's does.
 */
final class LogfmtLevelField {

    private static final int LONGEST_FIELD = 16;
    private static final Map<String, Integer> RANK = new HashMap<>();

    static {
        for (String field : LevelDetector.FIELDS) {
            RANK.putIfAbsent(field.toLowerCase(Locale.ROOT), LevelDetector.FIELDS.indexOf(field));
        }
    }

    private final byte[] line;
    private int position;
    private int keyStart;
    private int keyEnd;
    private int valueStart;
    private int valueEnd;

    LogfmtLevelField(byte[] line) {
        this.line = line;
    }

    /** The field's text; null when there is none. */
    byte @Nullable [] find() {
        int best = Integer.MAX_VALUE;
        byte[] found = null;
        while (readPair()) {
            int rank = rankOfKey();
            if (rank < best) {
                best = rank;
                found = Arrays.copyOfRange(line, valueStart, valueEnd);
                if (rank == 0) {
                    return found;
                }
            }
        }
        return found;
    }

    private int rankOfKey() {
        int length = keyEnd - keyStart;
        if (length > LONGEST_FIELD) {
            return Integer.MAX_VALUE;
        }
        String key = new String(line, keyStart, length, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        return RANK.getOrDefault(key, Integer.MAX_VALUE);
    }

    private boolean readPair() {
        while (position < line.length && isBlank(line[position])) {
            position++;
        }
        keyStart = position;
        while (position < line.length && !isBlank(line[position]) && line[position] != '=') {
            if (line[position] == '"') {
                return false;
            }
            position++;
        }
        keyEnd = position;
        valueStart = position;
        valueEnd = position;
        if (keyEnd == keyStart) {
            return false;
        }
        return position == line.length || isBlank(line[position]) || readValue();
    }

    private boolean readValue() {
        position++;
        valueStart = position;
        valueEnd = position;
        if (position < line.length && line[position] == '"') {
            return readQuotedValue();
        }
        while (position < line.length && !isBlank(line[position])) {
            if (line[position] == '=' || line[position] == '"') {
                return false;
            }
            position++;
        }
        valueEnd = position;
        return true;
    }

    private boolean readQuotedValue() {
        valueStart = position + 1;
        for (int i = valueStart; i < line.length; i++) {
            if (line[i] == '\\') {
                i++;
            } else if (line[i] == '"') {
                valueEnd = i;
                position = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Bytes up to the blank separate pairs; UTF-8's bytes are negative here and belong to keys and values. */
    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }
}
