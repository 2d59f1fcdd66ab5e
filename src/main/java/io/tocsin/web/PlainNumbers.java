package io.tocsin.web;

import java.math.BigDecimal;
import java.math.MathContext;

/** Values for people: at most six significant digits, no exponent, no trailing zeros. */
public final class PlainNumbers {

    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final double LARGEST_PLAIN = 1e15;

    private PlainNumbers() {}

    public static String print(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || Math.abs(value) >= LARGEST_PLAIN) {
            return Double.toString(value);
        }
        boolean isWhole = value == Math.rint(value);
        BigDecimal number = isWhole ? BigDecimal.valueOf((long) value) : new BigDecimal(value).round(SIX_DIGITS);
        BigDecimal plain = number.stripTrailingZeros();
        return plain.toPlainString();
    }
}
