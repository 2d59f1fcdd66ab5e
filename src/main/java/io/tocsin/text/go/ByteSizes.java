package io.tocsin.text.go;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sizes such as {@code 1.5MB}, {@code 10KiB} or {@code 42}: k, M, G are powers of 1000, Ki, Mi, Gi powers of 1024. */
public final class ByteSizes {

    private static final double TOO_LARGE = 18446744073709551615d;
    private static final String[] SUFFIXES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final Map<Character, Integer> POWERS = Map.of('k', 1, 'm', 2, 'g', 3, 't', 4, 'p', 5, 'e', 6);

    private ByteSizes() {}

    /**
     * The number of bytes, an unsigned 64-bit number.
     *
     * @throws ConversionException if the text is no size
     */
    public static long parse(String text) {
        int end = 0;
        int digits = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (!Character.isDigit(c) && c != '.' && c != ',') {
                break;
            }
            end += Character.charCount(c);
            digits++;
        }
        if (digits != end || !isAscii(text, end)) {
            // Loki counts characters and then cuts bytes.
            throw cutInsideCharacter(text, digits);
        }
        double value = GoFloats.parse(text.substring(0, end).replace(",", ""));
        String suffix = text.substring(end).strip().toLowerCase(Locale.ROOT);
        Double unit = unitOf(suffix);
        if (unit == null) {
            throw new ConversionException("unhandled size name: " + suffix);
        }
        value *= unit;
        if (value >= TOO_LARGE) {
            throw new ConversionException("too large: " + text);
        }
        return toUnsigned(value);
    }

    private static boolean isAscii(String text, int end) {
        return text.chars().limit(end).allMatch(c -> c < 0x80);
    }

    private static ConversionException cutInsideCharacter(String text, int bytes) {
        StringBuilder quoted = new StringBuilder("\"");
        byte[] cut = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), bytes);
        String readable = new String(cut, StandardCharsets.UTF_8);
        if (!readable.contains("\ufffd")) {
            return new ConversionException(
                    "strconv.ParseFloat: parsing " + Quoting.quote(readable) + ": invalid syntax");
        }
        for (byte b : cut) {
            quoted.append(b < 0 ? String.format("\\x%02x", b & 0xff) : String.valueOf((char) b));
        }
        return new ConversionException("strconv.ParseFloat: parsing " + quoted + "\": invalid syntax");
    }

    private static long toUnsigned(double value) {
        return value < 0x1p63 ? (long) value : (long) (value - 0x1p63) + Long.MIN_VALUE;
    }

    private static @Nullable Double unitOf(String suffix) {
        if (suffix.isEmpty() || suffix.equals("b")) {
            return 1d;
        }
        Integer power = POWERS.get(suffix.charAt(0));
        if (power == null) {
            return null;
        }
        return switch (suffix.substring(1)) {
            case "", "b" -> Math.pow(1000, power);
            case "i", "ib" -> Math.pow(1024, power);
            default -> null;
        };
    }

    /** Two or three digits, rounded, with a unit of powers of 1000 and without blank: {@code 8.1kB}. */
    public static String format(long bytes) {
        if (bytes >= 0 && bytes < 10) {
            return bytes + "B";
        }
        double value = bytes >= 0 ? (double) bytes : (double) (bytes >>> 1) * 2;
        int power = (int) Math.floor(Math.log(value) / Math.log(1000));
        double rounded = Math.floor(value / Math.pow(1000, power) * 10 + 0.5) / 10;
        String number = String.format(Locale.ROOT, rounded < 10 ? "%.1f" : "%.0f", rounded);
        return number + SUFFIXES[power];
    }

    /** What is left of a size in a query after Loki printed and read the query again. */
    public static long roundAsPrinted(long bytes) {
        return parse(format(bytes));
    }
}
