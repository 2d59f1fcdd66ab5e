package io.tocsin.database;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Texts by name, as labels and annotations are stored: one JSON object in a column. */
public final class StoredMaps {

    private static final JsonMapper JSON = JsonMapper.shared();

    private StoredMaps() {}

    /**
     * The texts in the order of their names, in a map of the caller's own. A page reads those of twenty thousand alerts, so
     * that what has no escapes in it, which is nearly all, is cut at its quotes, and only the rest is given to a parser.
     *
     * @throws RuntimeException if it is no JSON object of texts
     */
    public static SortedMap<String, String> read(String json) {
        SortedMap<String, String> plain = plain(json);
        return plain == null ? parsed(json) : plain;
    }

    /** Null when it is not exactly as it was written, without spaces between and escapes within the texts. */
    private static @Nullable SortedMap<String, String> plain(String json) {
        if (!json.startsWith("{\"") || json.indexOf('\\') >= 0) {
            return null;
        }
        SortedMap<String, String> texts = new TreeMap<>();
        int name = 2;
        while (true) {
            int nameEnd = json.indexOf('"', name);
            if (nameEnd < 0 || !json.startsWith("\":\"", nameEnd)) {
                return null;
            }
            int value = nameEnd + 3;
            int valueEnd = json.indexOf('"', value);
            if (valueEnd < 0) {
                return null;
            }
            texts.put(json.substring(name, nameEnd), json.substring(value, valueEnd));
            if (!json.startsWith(",\"", valueEnd + 1)) {
                return valueEnd + 2 == json.length() && json.endsWith("}") ? texts : null;
            }
            name = valueEnd + 3;
        }
    }

    private static SortedMap<String, String> parsed(String json) {
        SortedMap<String, String> texts = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (!parser.nextToken().isScalarValue()) {
                    throw new IllegalArgumentException("not a text: " + name);
                }
                texts.put(name, parser.getString());
            }
        }
        return texts;
    }
}
