package io.tocsin.logstore.push;

import io.tocsin.label.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    private static final String SEVERITY_NUMBER = "severity_number";

    private LevelDetector() {}

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
        byte @Nullable [] value = null;
        if (looksLikeJson(line)) {
            value = new JsonLevelField(line).find();
        } else if (contains(line, '=')) {
            value = new LogfmtLevelField(line).find();
        }
        String level = value == null ? null : LevelNames.lookUp(new String(value, StandardCharsets.UTF_8));
        return level == null ? LevelWords.firstIn(line) : level;
    }

    private static boolean looksLikeJson(byte[] line) {
        int first = 0;
        while (first < line.length && PushedText.isSpace(line[first])) {
            first++;
        }
        int last = line.length - 1;
        while (last >= 0 && PushedText.isSpace(line[last] & 0xff)) {
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
