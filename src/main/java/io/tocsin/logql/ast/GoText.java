package io.tocsin.logql.ast;

import io.tocsin.text.go.GoFloats;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Writes values as Go's standard library does: Loki's canonical queries, answers and messages are made of these forms. */
public final class GoText {

    private static final int EXPONENT_FROM = 21;
    private static final int EXPONENT_BELOW = -4;

    private GoText() {}

    /** The shortest form, with an exponent for very large and very small numbers ({@code %v}). */
    public static String number(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return GoFloats.plain(value);
        }
        BigDecimal decimal = GoFloats.shortest(value);
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= EXPONENT_BELOW && exponent < EXPONENT_FROM) {
            return decimal.toPlainString();
        }
        String mantissa = decimal.movePointLeft(exponent).toPlainString();
        return mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** Six decimals ({@code %f}). */
    public static String fixedNumber(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return GoFloats.plain(value);
        }
        String text = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
        boolean lostSign = 1 / value < 0 && value == 0 || value < 0 && !text.startsWith("-");
        return lostSign ? "-" + text : text;
    }

    /** A Prometheus duration such as {@code 1h30m} or {@code 1d}; the value must be whole milliseconds, not negative. */
    public static String rangeDuration(Duration value) {
        return RangeDurations.format(value);
    }
}
