package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Arguments;
import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.GoIntegers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Arithmetic. What is not a number counts as 0. */
final class MathFunctions {

    private static final int DIVISION_DIGITS = 16;

    private MathFunctions() {}

    static void register(FunctionTable table) {
        table.add("int", "a", (a, c) -> toLong(a.values().get(0)));
        table.add("float64", "a", (a, c) -> toDouble(a.values().get(0)));
        table.addVariadic("add", "", FunctionType.ANY, (a, c) -> fold(a, 0, new Int64(0), Long::sum));
        table.add("sub", "aa", (a, c) -> fold(a, (x, y) -> x - y));
        table.addVariadic("mul", "a", FunctionType.ANY, (a, c) -> fold(a, (x, y) -> x * y));
        table.add("div", "aa", (a, c) -> fold(a, (x, y) -> x / nonZero(y)));
        table.add("mod", "aa", (a, c) -> fold(a, (x, y) -> x % nonZero(y)));
        table.addVariadic("max", "a", FunctionType.ANY, (a, c) -> fold(a, Math::max));
        table.addVariadic("min", "a", FunctionType.ANY, (a, c) -> fold(a, Math::min));
        table.addVariadic("maxf", "a", FunctionType.ANY, (a, c) -> foldDoubles(a, Math::max));
        table.addVariadic("minf", "a", FunctionType.ANY, (a, c) -> foldDoubles(a, Math::min));
        table.addVariadic("addf", "", FunctionType.ANY, (a, c) -> foldDecimals(a, 0, BigDecimal.ZERO, BigDecimal::add));
        table.addVariadic("subf", "a", FunctionType.ANY, (a, c) -> foldDecimals(a, BigDecimal::subtract));
        table.addVariadic("mulf", "a", FunctionType.ANY, (a, c) -> foldDecimals(a, BigDecimal::multiply));
        table.addVariadic("divf", "a", FunctionType.ANY, (a, c) -> foldDecimals(a, MathFunctions::divide));
        table.add("ceil", "a", (a, c) -> Math.ceil(toDouble(a.values().get(0))));
        table.add("floor", "a", (a, c) -> Math.floor(toDouble(a.values().get(0))));
        table.addVariadic("round", "ai", FunctionType.FLOAT, (a, c) -> round(a));
    }

    private static Int64 fold(Arguments arguments, LongBinaryOperator operator) {
        return fold(arguments, 1, new Int64(toLong(arguments.values().get(0))), operator);
    }

    private static Int64 fold(Arguments arguments, int from, Int64 initial, LongBinaryOperator operator) {
        long result = initial.longValue();
        for (int i = from; i < arguments.size(); i++) {
            result = operator.applyAsLong(result, toLong(arguments.values().get(i)));
        }
        return new Int64(result);
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw new ConversionException("runtime error: integer divide by zero");
        }
        return divisor;
    }

    private static double foldDoubles(Arguments arguments, DoubleBinaryOperator operator) {
        double result = toDouble(arguments.values().get(0));
        for (int i = 1; i < arguments.size(); i++) {
            result = operator.applyAsDouble(result, toDouble(arguments.values().get(i)));
        }
        return result;
    }

    private static double foldDecimals(Arguments arguments, BinaryOperator<BigDecimal> operator) {
        return foldDecimals(arguments, 1, toDecimal(arguments.values().get(0)), operator);
    }

    private static double foldDecimals(
            Arguments arguments, int from, BigDecimal initial, BinaryOperator<BigDecimal> operator) {
        BigDecimal result = initial;
        for (int i = from; i < arguments.size(); i++) {
            result = operator.apply(result, toDecimal(arguments.values().get(i)));
        }
        return result.doubleValue();
    }

    private static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new ConversionException("decimal division by 0");
        }
        return dividend.divide(divisor, DIVISION_DIGITS, RoundingMode.HALF_UP);
    }

    private static BigDecimal toDecimal(@Nullable Object value) {
        double number = toDouble(value);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new ConversionException("Cannot create a Decimal from " + GoFloats.plain(number));
        }
        return new BigDecimal(GoFloats.plain(number));
    }

    private static double round(Arguments arguments) {
        double limit = arguments.size() > 2 ? ((Number) arguments.any(2)).doubleValue() : 0.5;
        double power = Math.pow(10, arguments.integer(1));
        double scaled = power * toDouble(arguments.values().get(0));
        double fraction = scaled - (scaled < 0 ? Math.ceil(scaled) : Math.floor(scaled));
        return (fraction >= limit ? Math.ceil(scaled) : Math.floor(scaled)) / power;
    }

    static long toLong(@Nullable Object value) {
        if (value instanceof Double number) {
            return number.longValue();
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof GoValue.NamedNumber named) {
            return named.number();
        }
        if (value instanceof String text) {
            BigInteger integer = GoIntegers.parseLiteral(withoutFraction(text));
            return integer == null || integer.bitLength() > 63 ? 0 : integer.longValue();
        }
        return 0;
    }

    /** {@code 10.75} becomes {@code 10}; what is no plain decimal stays. */
    private static String withoutFraction(String text) {
        int point = text.indexOf('.');
        if (point < 0 || !isDecimal(text, point)) {
            return text;
        }
        String whole = text.substring(0, point);
        return whole.isEmpty() || whole.equals("-") || whole.equals("+") ? whole + "0" : whole;
    }

    private static boolean isDecimal(String text, int point) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isSign = i == 0 && (c == '-' || c == '+');
            if (i != point && !isSign && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    static double toDouble(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof String text) {
            try {
                return GoFloats.parse(text);
            } catch (ConversionException e) {
                return 0;
            }
        }
        return 0;
    }
}
