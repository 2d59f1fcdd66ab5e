package io.tocsin.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text, in the forms of Go's fmt package that existing rule files rely on. */
final class GoNumbers {

    private static final int SHORTEST_EXPONENT_FROM = 21;
    private static final int GENERAL_EXPONENT_FROM = 6;

    private GoNumbers() {}

    /**
     * The fewest digits that name the value, without an exponent from 1e-6 up to 1e21: a count of lines is read by
     * people, and 1500000 is more to them than Go's 1.5e+06.
     */
    static String shortest(double value) {
        if (isSpecial(value)) {
            return special(value);
        }
        BigDecimal digits = BigDecimal.valueOf(value).stripTrailingZeros();
        int exponent = exponentOf(digits);
        return exponent < -6 || exponent >= SHORTEST_EXPONENT_FROM ? scientific(digits) : digits.toPlainString();
    }

    /** Go's {@code %g} without a precision, which is also its {@code %v}: 1e+06 for a million. */
    static String general(double value) {
        return isSpecial(value) ? special(value) : general(BigDecimal.valueOf(value), GENERAL_EXPONENT_FROM);
    }

    /** Go's {@code %.Ng}. */
    static String general(double value, int precision) {
        if (isSpecial(value)) {
            return special(value);
        }
        int digits = Math.max(1, precision);
        return general(new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)), digits);
    }

    private static String general(BigDecimal value, int exponentFrom) {
        BigDecimal digits = value.stripTrailingZeros();
        int exponent = exponentOf(digits);
        return exponent < -4 || exponent >= exponentFrom ? scientific(digits) : digits.toPlainString();
    }

    /** Go's {@code %.Nf}. */
    static String fixed(double value, int decimals) {
        return isSpecial(value)
                ? special(value)
                : new BigDecimal(value)
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString();
    }

    /** Go's {@code %.Ne}. */
    static String exponential(double value, int decimals) {
        if (isSpecial(value)) {
            return special(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
        int exponent = exponentOf(rounded);
        BigDecimal mantissa = rounded.movePointLeft(exponent).setScale(decimals, RoundingMode.HALF_EVEN);
        return mantissa.toPlainString() + exponentText(exponent);
    }

    private static boolean isSpecial(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    private static int exponentOf(BigDecimal value) {
        return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
    }

    private static String scientific(BigDecimal digits) {
        int exponent = exponentOf(digits);
        return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString() + exponentText(exponent);
    }

    private static String exponentText(int exponent) {
        int size = Math.abs(exponent);
        return (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
}
