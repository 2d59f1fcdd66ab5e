package io.tocsin.database.transfer;

import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A row as one line of JSON: an object with the column's names. Times are in ISO 8601, bytes in Base64, and the numbers that
 * JSON has no way to write are the texts "NaN", "Infinity" and "-Infinity".
 */
final class RowText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Table table;
    private final Map<String, Integer> positions = new LinkedHashMap<>();

    RowText(Table table) {
        this.table = table;
        for (int i = 0; i < table.columns().size(); i++) {
            positions.put(table.columns().get(i).name(), i);
        }
    }

    /** Without a line's end. */
    String write(@Nullable Object[] row) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            for (int i = 0; i < row.length; i++) {
                json.writeName(table.columns().get(i).name());
                write(json, row[i]);
            }
            json.writeEndObject();
        }
        return withoutHalfPairs(text.toString());
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeString(number.toString());
            }
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof byte[] bytes) {
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        } else {
            json.writeString(value.toString());
        }
    }

    /** Half of a pair has no bytes in UTF-8; it stands in a text, and there it may be written by its number. */
    private static String withoutHalfPairs(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (isHalfPair(json, i)) {
                StringBuilder escaped = new StringBuilder(json.length() + 64).append(json, 0, i);
                for (int at = i; at < json.length(); at++) {
                    if (isHalfPair(json, at)) {
                        escaped.append(String.format("\\u%04x", (int) json.charAt(at)));
                    } else {
                        escaped.append(json.charAt(at));
                    }
                }
                return escaped.toString();
            }
        }
        return json;
    }

    /** Whether the character is a surrogate without its other half. */
    static boolean isHalfPair(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /**
     * The values in the order of the columns.
     *
     * @throws IllegalArgumentException when the line is no row of this table; the message says what is wrong
     */
    @Nullable
    Object[] read(String line) {
        @Nullable Object[] row = new @Nullable Object[table.columns().size()];
        boolean[] isGiven = new boolean[row.length];
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                Integer position = positions.get(name);
                if (position == null) {
                    throw new IllegalArgumentException("there is no column \"" + name + "\"");
                }
                JsonToken token = json.nextToken();
                row[position] = value(json, token, table.columns().get(position));
                isGiven[position] = true;
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "it is no JSON object");
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
        for (int i = 0; i < row.length; i++) {
            require(isGiven[i], "the column \"" + table.columns().get(i).name() + "\" is missing");
        }
        return row;
    }

    private static @Nullable Object value(JsonParser json, @Nullable JsonToken token, Table.TableColumn column) {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        @Nullable
        Object value = switch (column.kind()) {
            case TEXT -> token == JsonToken.VALUE_STRING ? json.getString() : null;
            case WHOLE -> token == JsonToken.VALUE_NUMBER_INT ? (Object) json.getLongValue() : null;
            case NUMBER -> number(json, token);
            case TRUTH ->
                token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
                        ? (Object) json.getBooleanValue()
                        : null;
            case TIME -> token == JsonToken.VALUE_STRING ? time(json.getString()) : null;
            case BYTES -> token == JsonToken.VALUE_STRING ? bytes(json.getString()) : null;
        };
        require(value != null, "the column \"" + column.name() + "\" has a value of another kind");
        return value;
    }

    private static @Nullable Object number(JsonParser json, @Nullable JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            return json.getDoubleValue();
        }
        if (token != JsonToken.VALUE_STRING) {
            return null;
        }
        return switch (json.getString()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static @Nullable Object time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static byte @Nullable [] bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void require(boolean isRight, String otherwise) {
        if (!isRight) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
