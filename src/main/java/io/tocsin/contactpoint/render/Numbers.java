package io.tocsin.contactpoint.render;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Query values as people read them. */
public final class Numbers {

    private static final double PLAIN_UP_TO = 1e15;
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_UP);

    private Numbers() {}

    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < PLAIN_UP_TO) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value, DIGITS).stripTrailingZeros();
        return Math.abs(value) >= 1e-6 && Math.abs(value) < PLAIN_UP_TO ? rounded.toPlainString() : rounded.toString();
    }
}
