package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code | json label="path", …}: only the values at the paths; a label whose path is missing is empty. */
final class JsonExpressionParser implements Stage {

    private final List<String> names;
    private final List<List<String>> paths;

    JsonExpressionParser(List<String> names, List<List<String>> paths) {
        this.names = names;
        this.paths = paths;
    }

    @Override
    public boolean process(Entry entry) {
        LabelsBuilder labels = entry.labels;
        if (entry.length == 0 || labels.hints().needsNoLabels()) {
            return true;
        }
        if ("\"{[".indexOf(entry.buffer[entry.offset]) < 0) {
            labels.setParserError("JSONParserErr", null);
            return true;
        }
        int[] found = {0};
        JsonPathSearch.Listener listener = new JsonPathSearch.Listener() {
            @Override
            public void found(int path, JsonCursor cursor) {
                found[0]++;
                set(entry, names.get(path), cursor);
            }

            @Override
            public void failed(String error) {
                labels.setParserError("JSONParserErr", error);
            }
        };
        new JsonPathSearch(entry.buffer, entry.offset + entry.length, paths, listener).run(entry.offset);
        if (found[0] < names.size()) {
            for (String name : names) {
                if (labels.get(name) == null) {
                    labels.set(name, "");
                }
            }
        }
        return true;
    }

    private static void set(Entry entry, String label, JsonCursor cursor) {
        String name = entry.labels.clashes(label) ? label + ParserHints.DUPLICATE_SUFFIX : label;
        int length = cursor.valueEnd() - cursor.valueStart();
        entry.labels.set(
                name,
                switch (cursor.type()) {
                    case NULL -> "";
                    case OBJECT -> new String(entry.buffer, cursor.valueStart(), length, StandardCharsets.UTF_8);
                    default -> cursor.labelValue();
                });
    }
}
