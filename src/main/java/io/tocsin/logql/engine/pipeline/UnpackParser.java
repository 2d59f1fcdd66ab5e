package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.JsonCursor;
import org.jspecify.annotations.Nullable;

/** {@code | unpack}: texts of a JSON object become labels and {@code _entry} the line; without {@code _entry} nothing does. */
final class UnpackParser implements Stage {

    private static final String ENTRY_KEY = "_entry";

    private final LabelList found = new LabelList();

    @Override
    public boolean process(Entry entry) {
        if (entry.length == 0 || entry.labels.hints().needsNoLabels()) {
            return true;
        }
        if (entry.buffer[entry.offset] != '{') {
            entry.labels.setParserError("JSONParserErr", "expecting json object(6), but it is not");
            return true;
        }
        found.clear();
        String[] line = {null};
        String error = unpack(entry, line);
        if (error != null) {
            entry.labels.setParserError("JSONParserErr", error);
        } else if (line[0] != null) {
            for (int i = 0; i < found.size(); i++) {
                entry.labels.set(found.name(i), found.value(i));
            }
            entry.setLine(line[0]);
        }
        return true;
    }

    private @Nullable String unpack(Entry entry, @Nullable String[] line) {
        JsonCursor cursor = new JsonCursor(entry.buffer);
        int end = entry.offset + entry.length;
        int at = cursor.skipBlanks(entry.offset + 1, end);
        if (at < 0) {
            return JsonCursor.MALFORMED;
        }
        while (cursor.byteAt(at) != '}') {
            String error =
                    cursor.byteAt(at) == '"' ? member(entry, cursor, at + 1, end, line) : JsonCursor.MALFORMED_OBJECT;
            if (error != null) {
                return error;
            }
            at = cursor.skipBlanks(cursor.next(), end);
            if (at >= 0 && cursor.byteAt(at) == '}') {
                return null;
            }
            if (at >= 0 && cursor.byteAt(at) != ',') {
                return JsonCursor.MALFORMED_OBJECT;
            }
            at = at < 0 ? -1 : cursor.skipBlanks(at + 1, end);
            if (at < 0) {
                return JsonCursor.MALFORMED_ARRAY;
            }
        }
        return null;
    }

    private @Nullable String member(Entry entry, JsonCursor cursor, int keyStart, int end, @Nullable String[] line) {
        String error = cursor.readMember(keyStart, end);
        if (!error.isEmpty()) {
            return error;
        }
        String key = cursor.key();
        if (cursor.type() != JsonCursor.JsonType.STRING) {
            return null;
        }
        if (key.equals(ENTRY_KEY)) {
            line[0] = cursor.text(cursor.valueStart(), cursor.valueEnd());
            return line[0] == null ? JsonCursor.INVALID_ESCAPE : null;
        }
        String name = entry.labels.clashes(key) ? key + ParserHints.DUPLICATE_SUFFIX : key;
        ParserHints hints = entry.labels.hints();
        if (hints.shouldExtract(name) && !hints.wasExtracted(name)) {
            found.add(LabelNames.sanitize(name), cursor.labelValue());
        }
        return null;
    }
}
