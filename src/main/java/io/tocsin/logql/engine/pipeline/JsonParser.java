package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.JsonCursor;
import org.jspecify.annotations.Nullable;

/** {@code | json}: every text, number and boolean becomes a label, nested ones with the keys joined by underscores. */
final class JsonParser implements Stage {

    private static final int DEEPEST_NESTING = 250;
    /** Not an error: all that is needed has been found. */
    private static final String FOUND_ALL = "found all";

    @Override
    public boolean process(Entry entry) {
        if (entry.labels.hints().needsNoLabels()) {
            return true;
        }
        String error = new ParseRun(entry).object(entry.offset, entry.offset + entry.length, "", 0);
        if (error != null && !error.equals(FOUND_ALL)) {
            entry.labels.setParserError("JSONParserErr", error);
        }
        return true;
    }

    /** The work on one line. */
    private static final class ParseRun {

        private final Entry entry;
        private final LabelsBuilder labels;
        private final JsonCursor cursor;

        ParseRun(Entry entry) {
            this.entry = entry;
            this.labels = entry.labels;
            this.cursor = new JsonCursor(entry.buffer);
        }

        /** Null if all went well, or what is wrong. */
        @Nullable
        String object(int from, int end, String prefix, int depth) {
            int at = cursor.skipBlanks(from, end);
            if (at < 0 || cursor.byteAt(at) != '{' || depth > DEEPEST_NESTING) {
                return JsonCursor.MALFORMED_OBJECT;
            }
            at = cursor.skipBlanks(at + 1, end);
            if (at < 0) {
                return JsonCursor.MALFORMED;
            }
            while (at < end) {
                if (cursor.byteAt(at) == '}') {
                    return null;
                }
                if (cursor.byteAt(at) != '"') {
                    return JsonCursor.MALFORMED_OBJECT;
                }
                String error = member(at + 1, end, prefix, depth);
                if (error != null) {
                    return error;
                }
                at = cursor.skipBlanks(cursor.next(), end);
                if (at < 0) {
                    return JsonCursor.MALFORMED_ARRAY;
                }
                if (cursor.byteAt(at) == '}') {
                    return null;
                }
                if (cursor.byteAt(at) != ',') {
                    return JsonCursor.MALFORMED_OBJECT;
                }
                at = cursor.skipBlanks(at + 1, end);
                if (at < 0) {
                    return JsonCursor.MALFORMED_ARRAY;
                }
            }
            return JsonCursor.MALFORMED_OBJECT;
        }

        private @Nullable String member(int keyStart, int end, String prefix, int depth) {
            String error = cursor.readMember(keyStart, end);
            if (!error.isEmpty()) {
                return error;
            }
            int next = cursor.next();
            String failure = value(cursor.key(), prefix, depth);
            cursor.goOnAt(next);
            return failure;
        }

        private @Nullable String value(String key, String prefix, int depth) {
            switch (cursor.type()) {
                case STRING, NUMBER, BOOLEAN -> label(key, prefix);
                case OBJECT -> {
                    String joined = LabelNames.join(prefix, key);
                    boolean isNeeded = labels.hints().shouldExtractPrefix(joined);
                    return isNeeded ? object(cursor.valueStart(), cursor.valueEnd(), joined, depth + 1) : null;
                }
                default -> {
                    // Arrays and null give no label.
                }
            }
            return labels.hints().hasAllRequired() ? FOUND_ALL : null;
        }

        private void label(String key, String prefix) {
            String name = prefix.isEmpty() ? LabelNames.sanitize(key) : LabelNames.join(prefix, key);
            if (name.isEmpty()) {
                return;
            }
            if (labels.clashes(name)) {
                name += ParserHints.DUPLICATE_SUFFIX;
            }
            if (!labels.hints().shouldExtract(name) || labels.hints().wasExtracted(name)) {
                return;
            }
            boolean isText = cursor.type() == JsonCursor.JsonType.STRING;
            labels.set(
                    name,
                    isText
                            ? cursor.labelValue()
                            : new String(
                                    entry.buffer,
                                    cursor.valueStart(),
                                    cursor.valueEnd() - cursor.valueStart(),
                                    java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
