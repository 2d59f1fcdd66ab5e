package io.tocsin.logql.ast;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The shortest decimal that reads back as the same double. {@link Double#toString(double)} gives it since JDK 19 only;
 * before, it is sometimes a digit too long.
 */
final class ShortestDecimal {

    private ShortestDecimal() {}

    static String of(double value) {
        String text = Double.toString(value);
        BigDecimal exact = new BigDecimal(value);
        int digits = new BigDecimal(text).stripTrailingZeros().precision();
        String shortest = text;
        for (int precision = digits - 1; precision >= 1; precision--) {
            String candidate = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN))
                    .toString();
            if (Double.parseDouble(candidate) != value) {
                break;
            }
            shortest = candidate;
        }
        return shortest;
    }
}
