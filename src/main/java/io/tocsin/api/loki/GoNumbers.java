package io.tocsin.api.loki;

import io.tocsin.text.go.Quoting;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in request parameters, read and refused as Go's {@code strconv} does it. */
final class GoNumbers {

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern FLOAT = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private GoNumbers() {}

    /** @param function the Go function that the error text names */
    static long parseLong(String text, String function) {
        if (!INTEGER.matcher(text).matches()) {
            throw error(function, text, "invalid syntax");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw error(function, text, "value out of range");
        }
    }

    /** The number, infinities and NaN included; null when the text is none. */
    static @Nullable Double parseDouble(String text) {
        if (FLOAT.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) ? null : value;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static LokiException error(String function, String text, String problem) {
        return LokiException.badRequest("strconv." + function + ": parsing " + Quoting.quote(text) + ": " + problem);
    }
}
