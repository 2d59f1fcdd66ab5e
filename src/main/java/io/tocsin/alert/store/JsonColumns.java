package io.tocsin.alert.store;

import io.tocsin.database.StoredMaps;
import io.tocsin.label.Labels;
import java.util.SortedMap;
import tools.jackson.databind.json.JsonMapper;

/** The JSON texts in the columns of this feature. The format is the store's own; it is no interface. */
final class JsonColumns {

    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonColumns() {}

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    static <T> T read(String json, Class<T> type) {
        return JSON.readValue(json, type);
    }

    static String labels(Labels labels) {
        return write(labels.asMap());
    }

    static Labels labels(String json) {
        return Labels.of(texts(json));
    }

    static SortedMap<String, String> texts(String json) {
        return StoredMaps.read(json);
    }
}
