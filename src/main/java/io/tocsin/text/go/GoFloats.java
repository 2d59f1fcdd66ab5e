package io.tocsin.text.go;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** 64-bit floating point numbers as text, read and written as Go does. */
public final class GoFloats {

    private static final int EXPONENT_FROM = 6;
    private static final int QUERY_EXPONENT_FROM = 21;
    /** Underscores may stand between digits. */
    private static final Pattern UNDERSCORES =
            Pattern.compile("[+-]?([0-9]+(_[0-9]+)*)?(\\.([0-9]+(_[0-9]+)*)?)?([eE][+-]?[0-9]+(_[0-9]+)*)?");

    private static final int SMALLEST_EXPONENT = -4;

    private GoFloats() {}

    /** @throws ConversionException if the text is not a Go floating-point literal or out of range */
    public static double parse(String text) {
        String digits = text.indexOf('_') > 0 && UNDERSCORES.matcher(text).matches() ? text.replace("_", "") : text;
        if (isPlainDecimal(digits)) {
            return finite(text, digits);
        }
        String unsigned =
                !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? text.substring(1) : text;
        double sign = text.startsWith("-") ? -1 : 1;
        switch (unsigned.toLowerCase(Locale.ROOT)) {
            case "inf", "infinity" -> {
                return sign * Double.POSITIVE_INFINITY;
            }
            case "nan" -> {
                if (unsigned.length() == text.length()) {
                    return Double.NaN;
                }
            }
            default -> {
                if (isHexadecimal(unsigned)) {
                    return sign * finite(text, unsigned.replace("_", ""));
                }
            }
        }
        throw failure(text, "invalid syntax");
    }

    private static double finite(String text, String digits) {
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw failure(text, "value out of range");
        }
        return value;
    }

    private static ConversionException failure(String text, String reason) {
        return new ConversionException("strconv.ParseFloat: parsing " + Quoting.quote(text) + ": " + reason);
    }

    private static boolean isHexadecimal(String text) {
        return text.matches("0[xX]_?([0-9a-fA-F]+(_[0-9a-fA-F]+)*\\.?|([0-9a-fA-F_]*\\.[0-9a-fA-F]+))[pP][+-]?[0-9]+");
    }

    private static boolean isPlainDecimal(String text) {
        int at = !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
        int whole = skipDigits(text, at);
        int digits = whole - at;
        int end = whole;
        if (end < text.length() && text.charAt(end) == '.') {
            end = skipDigits(text, end + 1);
            digits += end - whole - 1;
        }
        if (digits == 0) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            end = skipDigits(text, exponent);
            return end > exponent && end == text.length();
        }
        return end == text.length();
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** The shortest digits that give the same number, never with an exponent; {@code NaN}, {@code +Inf}, {@code -Inf}. */
    public static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15 && (value != 0 || 1 / value > 0)) {
            return Long.toString((long) value);
        }
        String special = special(value);
        return special == null
                ? (1 / value < 0 && value == 0 ? "-0" : shortest(value).toPlainString())
                : special;
    }

    /** As Go's {@code %v}: an exponent from 1e+06 on and below 1e-04. */
    public static String general(double value) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        BigDecimal digits = shortest(value);
        int exponent = exponentOf(digits);
        if (value == 0 || exponent >= SMALLEST_EXPONENT && exponent < EXPONENT_FROM) {
            return plain(value);
        }
        return scientific(digits, exponent, 'e');
    }

    /** As Loki prints the numbers of a query: an exponent from 1e+21 on and below 1e-04. */
    public static String inQuery(double value) {
        if (value == 0 || special(value) != null) {
            return plain(value);
        }
        BigDecimal digits = shortest(value);
        int exponent = exponentOf(digits);
        return exponent >= SMALLEST_EXPONENT && exponent < QUERY_EXPONENT_FROM
                ? digits.toPlainString()
                : scientific(digits, exponent, 'e');
    }

    /** As Go's {@code %.3f}: so many decimals. */
    public static String fixed(double value, int decimals) {
        String special = special(value);
        if (special != null) {
            return special;
        }
        String text =
                new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        boolean lostSign = 1 / value < 0 && value == 0 || value < 0 && !text.startsWith("-");
        return lostSign ? "-" + text : text;
    }

    /** As Go's {@code %.3g}: at most so many significant digits. */
    public static String general(double value, int precision) {
        if (value == 0) {
            return "0";
        }
        int significant = Math.max(1, precision);
        BigDecimal digits = new BigDecimal(value).round(new MathContext(significant, RoundingMode.HALF_EVEN));
        BigDecimal stripped = digits.stripTrailingZeros();
        int exponent = exponentOf(stripped);
        int limit = significant > stripped.precision() && stripped.precision() >= exponent + 1
                ? stripped.precision()
                : significant;
        return exponent < SMALLEST_EXPONENT || exponent >= limit
                ? scientific(stripped, exponent, 'e')
                : stripped.toPlainString();
    }

    /** As Go's {@code %.3e}; the value is not zero. */
    public static String scientific(double value, int precision) {
        BigDecimal digits = new BigDecimal(value).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int exponent = exponentOf(digits);
        if (digits.precision() <= precision) {
            digits = digits.setScale(precision - exponent, RoundingMode.UNNECESSARY);
        }
        return scientific(digits, exponent, 'e');
    }

    private static String scientific(BigDecimal digits, int exponent, char letter) {
        String unscaled = digits.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder(digits.signum() < 0 ? "-" : "").append(unscaled.charAt(0));
        if (unscaled.length() > 1) {
            text.append('.').append(unscaled, 1, unscaled.length());
        }
        return text.append(letter)
                .append(exponent < 0 ? '-' : '+')
                .append(Math.abs(exponent) < 10 ? "0" : "")
                .append(Math.abs(exponent))
                .toString();
    }

    private static int exponentOf(BigDecimal digits) {
        return digits.precision() - digits.scale() - 1;
    }

    private static @Nullable String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : null;
    }

    /** Java before 19 sometimes writes a digit too many; drop digits as long as the number stays the same. */
    public static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        while (digits.precision() > 1) {
            BigDecimal fewer = digits.round(new MathContext(digits.precision() - 1, RoundingMode.HALF_EVEN))
                    .stripTrailingZeros();
            if (fewer.doubleValue() != value) {
                return digits;
            }
            digits = fewer;
        }
        return digits;
    }
}
