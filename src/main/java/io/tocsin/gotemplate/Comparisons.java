package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Arguments;
import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** eq, ne, lt, le, gt and ge: both sides must be of the same kind, and text compares by bytes. */
final class Comparisons {

    private final boolean isLenient;

    /** @param isLenient whether a number may be compared with one of another type or in a text, which Go refuses */
    Comparisons(boolean isLenient) {
        this.isLenient = isLenient;
    }

    private enum ValueKind {
        BOOL,
        INTEGER,
        FLOAT,
        STRING,
        OTHER
    }

    void register(FunctionTable table) {
        table.addVariadic("eq", "v", FunctionType.VALUE, (a, c) -> equal(a));
        table.add("ne", "vv", (a, c) -> !equal(a.values().get(0), a.values().get(1)));
        table.add("lt", "vv", (a, c) -> less(a, 0, 1));
        table.add(
                "le",
                "vv",
                (a, c) -> less(a, 0, 1) || equal(a.values().get(0), a.values().get(1)));
        table.add(
                "gt",
                "vv",
                (a, c) -> !(less(a, 0, 1) || equal(a.values().get(0), a.values().get(1))));
        table.add("ge", "vv", (a, c) -> !less(a, 0, 1));
    }

    private boolean equal(Arguments arguments) {
        if (arguments.size() < 2) {
            throw new ConversionException("missing argument for comparison");
        }
        for (int i = 1; i < arguments.size(); i++) {
            if (equal(arguments.values().get(0), arguments.values().get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        ValueKind kind = kind(left);
        if (kind != kind(right)) {
            return asDouble(left, right) == asDouble(right, left);
        }
        return switch (kind) {
            case INTEGER -> number(left) == number(right);
            case OTHER -> equalOthers(left, right);
            default -> Objects.equals(left, right);
        };
    }

    private static boolean equalOthers(Object left, Object right) {
        if (left instanceof io.tocsin.text.go.GoTime && right instanceof io.tocsin.text.go.GoTime) {
            return left.equals(right);
        }
        throw new ConversionException("non-comparable types " + GoValue.print(left) + ": " + GoValue.typeName(left)
                + ", " + GoValue.typeName(right) + ": " + GoValue.print(right));
    }

    private boolean less(Arguments arguments, int first, int second) {
        Object left = arguments.values().get(first);
        Object right = arguments.values().get(second);
        ValueKind kind = kind(left);
        if (kind == ValueKind.OTHER || kind(right) == ValueKind.OTHER) {
            throw new ConversionException("invalid type for comparison");
        }
        if (kind != kind(right)) {
            return asDouble(left, right) < asDouble(right, left);
        }
        return switch (kind) {
            case INTEGER -> number(left) < number(right);
            case FLOAT -> (Double) Objects.requireNonNull(left) < (Double) Objects.requireNonNull(right);
            case STRING ->
                java.util.Arrays.compareUnsigned(GoValue.utf8((String) left), GoValue.utf8((String) right)) < 0;
            default -> throw new ConversionException("invalid type for comparison");
        };
    }

    private double asDouble(@Nullable Object value, @Nullable Object other) {
        if (isLenient && (value instanceof Number || other instanceof Number)) {
            if (value instanceof Number number) {
                return number.doubleValue();
            }
            try {
                return GoFloats.parse(String.valueOf(value));
            } catch (ConversionException e) {
                // Go's words for both follow.
            }
        }
        throw new ConversionException("incompatible types for comparison");
    }

    private static long number(@Nullable Object value) {
        return MathFunctions.toLong(value);
    }

    private static ValueKind kind(@Nullable Object value) {
        if (value instanceof Boolean) {
            return ValueKind.BOOL;
        }
        if (GoValue.isInteger(value) || value instanceof GoValue.NamedNumber) {
            return ValueKind.INTEGER;
        }
        return value instanceof Double ? ValueKind.FLOAT : value instanceof String ? ValueKind.STRING : ValueKind.OTHER;
    }
}
