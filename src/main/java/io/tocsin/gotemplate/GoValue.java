package io.tocsin.gotemplate;

import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.GoTime;
import io.tocsin.text.go.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How Go sees the values of a template: String, Boolean, Long (int), {@link Int64}, Double (float64), {@link GoTime},
 * {@link LabelMap}, {@link GoStruct}, List ([]interface {}), Map (map[string]interface {}) and null (nil).
 */
final class GoValue {

    /** A parsed value takes several times the memory of its text. */
    private static final int SIZE_PER_ITEM = 8;

    private GoValue() {}

    static String typeName(@Nullable Object value) {
        if (value == null) {
            return "<nil>";
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Long) {
            return "int";
        }
        if (value instanceof Int64) {
            return "int64";
        }
        if (value instanceof Double) {
            return "float64";
        }
        if (value instanceof GoTime) {
            return "time.Time";
        }
        if (value instanceof LabelMap labels) {
            return labels.typeName();
        }
        if (value instanceof GoStruct struct) {
            return struct.typeName();
        }
        if (value instanceof List) {
            return value instanceof GoList list ? list.typeName() : "[]interface {}";
        }
        return value instanceof Map ? "map[string]interface {}" : value instanceof NamedNumber n ? n.type() : "func";
    }

    /** A number that prints as a name: a month or a day of the week. */
    record NamedNumber(String type, long number, String name) {}

    /** As {@code %v} prints it; nil inside a list or map is {@code <nil>}. */
    static String print(@Nullable Object value) {
        if (value == null) {
            return "<nil>";
        }
        if (value instanceof Double number) {
            return GoFloats.general(number);
        }
        if (value instanceof LabelMap labels) {
            return labels.print();
        }
        if (value instanceof GoStruct struct) {
            return struct.print();
        }
        if (value instanceof GoList list && list.printed() != null) {
            return String.valueOf(list.printed());
        }
        if (value instanceof Map<?, ?> map) {
            return printMap(map);
        }
        if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder("[");
            list.forEach(item -> text.append(text.length() > 1 ? " " : "").append(print(item)));
            return text.append(']').toString();
        }
        return value instanceof NamedNumber named ? named.name() : value.toString();
    }

    static String printMap(Map<?, ?> map) {
        StringBuilder text = new StringBuilder("map[");
        new TreeMap<>(map)
                .forEach((key, item) -> text.append(text.length() > 4 ? " " : "")
                        .append(key)
                        .append(':')
                        .append(print(item)));
        return text.append(']').toString();
    }

    /** Go's truth: anything but false, zero, nil and what is empty. */
    static boolean isTrue(@Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof LabelMap labels) {
            return !labels.values().isEmpty();
        }
        return !(value instanceof Map<?, ?> map) || !map.isEmpty();
    }

    static boolean isInteger(@Nullable Object value) {
        return value instanceof Long || value instanceof Int64;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Every byte that is no part of a character becomes U+FFFD, as in Go; Java would fold several into one. */
    static String decode(byte[] bytes, int from, int to) {
        return Utf8.decode(bytes, from, to);
    }

    /** The characters of a text; for lists and maps about those of what is printed; 0 for anything else. */
    static long sizeOf(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof LabelMap labels) {
            return sizeOf(labels.values());
        }
        if (value instanceof GoStruct struct) {
            return sizeOf(struct.fields());
        }
        long size = 0;
        if (value instanceof List<?> list) {
            for (Object item : list) {
                size += SIZE_PER_ITEM + sizeOf(item);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> item : map.entrySet()) {
                size += SIZE_PER_ITEM + sizeOf(item.getKey()) + sizeOf(item.getValue());
            }
        }
        return size;
    }

    /** What a function has newly made: a text, or the references of a list that it copied. */
    static long sizeMade(@Nullable Object value) {
        return value instanceof String text ? text.length() : value instanceof List<?> list ? list.size() : 0;
    }
}
