package io.tocsin.text.go;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Integers as text, read as Go does. */
public final class GoIntegers {

    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+");

    private GoIntegers() {}

    /**
     * A decimal number of 64 bits.
     *
     * @param function the one of Go's that the message names, {@code ParseInt} or {@code Atoi}
     * @throws ConversionException with Go's message if the text is none
     */
    public static long parse(String text, String function) {
        boolean isDecimal = DECIMAL.matcher(text).matches();
        try {
            return Long.parseLong(isDecimal ? text : "");
        } catch (NumberFormatException e) {
            String problem = isDecimal ? "value out of range" : "invalid syntax";
            throw new ConversionException("strconv." + function + ": parsing " + Quoting.quote(text) + ": " + problem);
        }
    }

    /** An integer literal: decimal, 0x, 0o, 0b, a leading 0 for octal, underscores between digits; null if it is none. */
    public static @Nullable BigInteger parseLiteral(String source) {
        boolean isSigned = !source.isEmpty() && (source.charAt(0) == '-' || source.charAt(0) == '+');
        String digits = (isSigned ? source.substring(1) : source).toLowerCase(Locale.ROOT);
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            int named = "xob".indexOf(digits.charAt(1));
            radix = named < 0 ? 8 : new int[] {16, 8, 2}[named];
            digits = digits.substring(named < 0 ? 1 : 2);
            digits = digits.startsWith("_") ? digits.substring(1) : digits;
        }
        boolean isWellFormed = !digits.isEmpty()
                && !digits.contains("__")
                && !digits.startsWith("_")
                && !digits.endsWith("_")
                && !digits.startsWith("+")
                && !digits.startsWith("-");
        if (!isWellFormed) {
            return null;
        }
        try {
            BigInteger value = new BigInteger(digits.replace("_", ""), radix);
            return source.charAt(0) == '-' ? value.negate() : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
