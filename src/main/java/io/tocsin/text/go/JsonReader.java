package io.tocsin.text.go;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads a JSON document into maps, lists, strings, doubles, booleans and null, as Go's encoding/json does. */
public final class JsonReader {

    private static final int DEEPEST_NESTING = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_NESTING)
                    .build())
            .build();

    private JsonReader() {}

    /** The document's value, of equal keys the last; null if it is not valid JSON, or is the JSON null. */
    public static @Nullable Object readOrNull(String text) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            Object value = value(json, json.nextToken());
            return json.nextToken() == null ? value : null;
        } catch (JacksonException | ConversionException e) {
            return null;
        }
    }

    private static @Nullable Object value(JsonParser json, @Nullable JsonToken token) {
        if (token == null) {
            throw new ConversionException("unexpected end of JSON input");
        }
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            // Go refuses what is too large for a number, Java would make an infinity of it.
            default -> GoFloats.parse(json.getString());
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser json) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            object.put(name, value(json, json.nextToken()));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser json) {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            array.add(value(json, token));
        }
        return array;
    }
}
