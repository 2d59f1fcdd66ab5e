package io.tocsin.gotemplate;

import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.Quoting;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value under one printf verb; null where Go reports a bad verb. */
final class FormatVerbs {

    private static final int MOST_FRACTION_DIGITS = 1_100;
    private static final int LARGEST_CODE_POINT = 0x10ffff;

    private FormatVerbs() {}

    static @Nullable String string(int verb, String value, FormatFlags flags) {
        return switch (verb) {
            case 'v' -> flags.sharp ? flags.pad(Quoting.quote(value)) : flags.pad(cut(value, flags));
            case 's' -> flags.pad(cut(value, flags));
            case 'q' ->
                flags.pad(flags.sharp && value.indexOf('`') < 0 ? "`" + value + "`" : Quoting.quote(cut(value, flags)));
            case 'x', 'X' -> flags.pad(hexadecimal(value, verb == 'X', flags));
            default -> null;
        };
    }

    private static String cut(String value, FormatFlags flags) {
        if (flags.precision < 0 || flags.precision >= value.codePointCount(0, value.length())) {
            return value;
        }
        return value.substring(0, value.offsetByCodePoints(0, flags.precision));
    }

    private static String hexadecimal(String value, boolean isUpper, FormatFlags flags) {
        byte[] bytes = GoValue.utf8(value);
        int length = flags.precision < 0 ? bytes.length : Math.min(flags.precision, bytes.length);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(flags.space && i > 0 ? " " : "")
                    .append(flags.sharp && (i == 0 || flags.space) ? isUpper ? "0X" : "0x" : "")
                    .append(String.format(isUpper ? "%02X" : "%02x", bytes[i] & 0xff));
        }
        return text.toString();
    }

    static @Nullable String integer(int verb, long value, FormatFlags flags) {
        return switch (verb) {
            case 'v', 'd' -> digits(value, 10, "", flags);
            case 'b' -> digits(value, 2, flags.sharp ? "0b" : "", flags);
            case 'o' -> digits(value, 8, flags.sharp ? "0" : "", flags);
            case 'O' -> digits(value, 8, "0o", flags);
            case 'x' -> digits(value, 16, flags.sharp ? "0x" : "", flags);
            case 'X' -> {
                String text = digits(value, 16, flags.sharp ? "0x" : "", flags);
                yield text.toUpperCase(Locale.ROOT);
            }
            case 'c' -> flags.pad(Character.toString(codePoint(value)));
            case 'q' -> flags.pad(quoteCharacter(codePoint(value)));
            case 'U' -> flags.pad(String.format("U+%04X", value));
            default -> null;
        };
    }

    private static int codePoint(long value) {
        return value < 0 || value > LARGEST_CODE_POINT ? 0xfffd : (int) value;
    }

    private static String quoteCharacter(int c) {
        if (c == '\'') {
            return "'\\''";
        }
        String quoted = Quoting.quote(Character.toString(c));
        return "'" + (c == '"' ? "\"" : quoted.substring(1, quoted.length() - 1)) + "'";
    }

    private static String digits(long value, int radix, String prefix, FormatFlags flags) {
        String digits = BigInteger.valueOf(value).abs().toString(radix);
        if (flags.precision == 0 && value == 0) {
            digits = "";
        }
        if (flags.precision > digits.length()) {
            digits = "0".repeat(flags.precision - digits.length()) + digits;
        }
        String sign = flags.sign(value < 0);
        int missing = flags.width - sign.length() - prefix.length() - digits.length();
        if (flags.zero && !flags.minus && flags.precision < 0 && missing > 0) {
            // Go counts the prefix as not part of the width when it fills with zeros.
            digits = "0".repeat(missing + prefix.length()) + digits;
        }
        String text = sign + prefix + digits;
        int blanks = flags.width - text.length();
        return blanks <= 0 ? text : flags.minus ? text + " ".repeat(blanks) : " ".repeat(blanks) + text;
    }

    static @Nullable String floating(int verb, double value, FormatFlags flags) {
        if ("vgGeEfFxXb".indexOf(verb) < 0 || verb == 'b' || verb == 'x' || verb == 'X') {
            return null;
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String text =
                    Double.isNaN(value) ? (flags.plus ? "+NaN" : flags.space ? " NaN" : "NaN") : infinity(value, flags);
            FormatFlags blanks = new FormatFlags();
            blanks.minus = flags.minus;
            blanks.width = flags.width;
            return blanks.pad(text);
        }
        boolean isNegative = value < 0 || value == 0 && 1 / value < 0;
        String text = unsigned(verb, Math.abs(value), flags);
        return flags.padNumber(flags.sign(isNegative) + text);
    }

    private static String infinity(double value, FormatFlags flags) {
        return value < 0 ? "-Inf" : flags.space && !flags.plus ? " Inf" : "+Inf";
    }

    private static String unsigned(int verb, double value, FormatFlags flags) {
        return switch (verb) {
            case 'f', 'F' -> fixed(value, flags.precision < 0 ? 6 : flags.precision);
            case 'e' -> exponential(value, flags.precision < 0 ? 6 : flags.precision);
            case 'E' ->
                exponential(value, flags.precision < 0 ? 6 : flags.precision).toUpperCase(Locale.ROOT);
            case 'G' -> general(value, flags).toUpperCase(Locale.ROOT);
            default -> general(value, flags);
        };
    }

    /** A double has no more digits than that behind its point; a million of zeros need no arithmetic. */
    private static String fixed(double value, int precision) {
        int computed = Math.min(precision, MOST_FRACTION_DIGITS);
        String text =
                new BigDecimal(value).setScale(computed, RoundingMode.HALF_EVEN).toPlainString();
        return precision > computed ? text + "0".repeat(precision - computed) : text;
    }

    private static String general(double value, FormatFlags flags) {
        return flags.precision < 0 ? GoFloats.general(value) : GoFloats.general(value, flags.precision);
    }

    private static String exponential(double value, int precision) {
        if (value == 0) {
            return "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + "e+00";
        }
        return GoFloats.scientific(value, precision);
    }
}
