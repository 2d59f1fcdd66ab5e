package io.tocsin.template;

import io.tocsin.text.go.GoFloats;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the plain values of a model mean as text, as a number and as a condition. */
final class Values {

    private Values() {}

    static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double || value instanceof Float) {
            return shortest(((Number) value).doubleValue());
        }
        if (value instanceof Map<?, ?> map) {
            return mapText(map);
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(Values::text).collect(Collectors.joining(", "));
        }
        return value.toString();
    }

    /**
     * The fewest digits that name the value, without an exponent from 1e-6 up to 1e21: a count of lines is read by
     * people, and 1500000 is more to them than Go's 1.5e+06.
     */
    private static String shortest(double value) {
        double size = Math.abs(value);
        boolean needsExponent = !Double.isFinite(value) || size != 0 && (size < 1e-6 || size >= 1e21);
        return needsExponent
                ? GoFloats.general(value)
                : GoFloats.shortest(value).toPlainString();
    }

    private static String mapText(Map<?, ?> map) {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((name, value) -> sorted.put(String.valueOf(name), text(value)));
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + "=\"" + entry.getValue() + '"')
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** @throws IllegalArgumentException when the value is not a number; an empty text is none either */
    static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Instant time) {
            return time.toEpochMilli() / 1000.0;
        }
        String text = text(value).strip();
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> parsed(text);
        };
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number", e);
        }
    }

    /** Mustache's rule: nothing, false and everything empty is false; a number is true, 0 too. */
    static boolean isPresent(@Nullable Object value) {
        if (value == null || Boolean.FALSE.equals(value)) {
            return false;
        }
        if (value instanceof CharSequence text) {
            return !text.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return !(value instanceof Collection<?> items) || !items.isEmpty();
    }
}
