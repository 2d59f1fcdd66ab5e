package io.tocsin.api.loki;

import io.tocsin.text.go.ByteSizes;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.GoFloats;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the values of a field look like, under the names that Loki uses. */
enum FieldType {
    INT,
    FLOAT,
    BOOLEAN,
    DURATION,
    BYTES,
    STRING;

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final Set<String> BOOLEANS =
            Set.of("t", "T", "TRUE", "true", "True", "f", "F", "FALSE", "false", "False");

    /** The narrowest type that the value can be read as. */
    static FieldType of(String value) {
        if (INTEGER.matcher(value).matches()) {
            return INT;
        }
        if (isReadable(() -> GoFloats.parse(value))) {
            return FLOAT;
        }
        if (BOOLEANS.contains(value)) {
            return BOOLEAN;
        }
        if (isReadable(() -> GoDurations.parse(value))) {
            return DURATION;
        }
        return isReadable(() -> ByteSizes.parse(value)) ? BYTES : STRING;
    }

    /** The type of a field with values of both types. Loki takes the type of whichever line it reads last. */
    FieldType orWider(FieldType other) {
        if (this == other) {
            return this;
        }
        boolean areNumbers = (this == INT || this == FLOAT) && (other == INT || other == FLOAT);
        return areNumbers ? FLOAT : STRING;
    }

    private static boolean isReadable(Runnable conversion) {
        try {
            conversion.run();
            return true;
        } catch (ConversionException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
