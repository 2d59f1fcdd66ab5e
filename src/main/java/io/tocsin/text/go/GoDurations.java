package io.tocsin.text.go;

import java.util.Map;

/** Durations in nanoseconds as text, read and written as Go's time package does. */
public final class GoDurations {

    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", SECOND,
            "m", 60 * SECOND,
            "h", 3600 * SECOND);

    private final String original;
    private int at;

    private GoDurations(String original) {
        this.original = original;
    }

    /**
     * Nanoseconds of a text such as {@code 1h2m}, {@code -1.5s} or {@code 0}.
     *
     * @throws ConversionException if the text is no duration
     */
    public static long parse(String text) {
        return new GoDurations(text).read();
    }

    private long read() {
        boolean negative = false;
        if (!original.isEmpty() && (original.charAt(0) == '-' || original.charAt(0) == '+')) {
            negative = original.charAt(0) == '-';
            at++;
        }
        if (original.length() == at + 1 && original.charAt(at) == '0') {
            return 0;
        }
        if (at == original.length()) {
            throw invalid();
        }
        long total = 0;
        while (at < original.length()) {
            total += readPart();
            if (isAboveLimit(total)) {
                throw invalid();
            }
        }
        if (!negative && total < 0) {
            throw invalid();
        }
        return negative ? -total : total;
    }

    private long readPart() {
        if (!isDigitOrPoint()) {
            throw invalid();
        }
        int start = at;
        long whole = readInteger();
        boolean hasDigits = at > start;
        double fraction = 0;
        double scale = 1;
        if (at < original.length() && original.charAt(at) == '.') {
            int digits = ++at;
            while (at < original.length() && isDigit(original.charAt(at))) {
                if (fraction < (double) (Long.MAX_VALUE / 10)) {
                    fraction = fraction * 10 + (original.charAt(at) - '0');
                    scale *= 10;
                }
                at++;
            }
            hasDigits |= at > digits;
        }
        if (!hasDigits) {
            throw invalid();
        }
        long unit = readUnit();
        if (Long.compareUnsigned(whole, Long.divideUnsigned(Long.MIN_VALUE, unit)) > 0) {
            throw invalid();
        }
        long part = whole * unit + (long) (fraction * (unit / scale));
        if (isAboveLimit(part)) {
            throw invalid();
        }
        return part;
    }

    private long readInteger() {
        long value = 0;
        while (at < original.length() && isDigit(original.charAt(at))) {
            if (Long.compareUnsigned(value, Long.divideUnsigned(Long.MIN_VALUE, 10)) > 0) {
                throw invalid();
            }
            value = value * 10 + (original.charAt(at) - '0');
            if (isAboveLimit(value)) {
                throw invalid();
            }
            at++;
        }
        return value;
    }

    private long readUnit() {
        int start = at;
        while (at < original.length() && !isDigitOrPoint()) {
            at++;
        }
        if (at == start) {
            throw new ConversionException("time: missing unit in duration " + Quoting.quoteBytes(original));
        }
        String name = original.substring(start, at);
        Long unit = UNITS.get(name);
        if (unit == null) {
            throw new ConversionException(
                    "time: unknown unit " + Quoting.quoteBytes(name) + " in duration " + Quoting.quoteBytes(original));
        }
        return unit;
    }

    private boolean isDigitOrPoint() {
        return original.charAt(at) == '.' || isDigit(original.charAt(at));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAboveLimit(long unsigned) {
        return Long.compareUnsigned(unsigned, Long.MIN_VALUE) > 0;
    }

    private ConversionException invalid() {
        return new ConversionException("time: invalid duration " + Quoting.quoteBytes(original));
    }

    /** For example {@code 1h2m3.5s}, {@code 1.5ms}, {@code 0s}. */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long absolute = Math.abs(nanos);
        if (absolute < SECOND) {
            long unit = absolute < 1_000 ? 1 : absolute < 1_000_000 ? 1_000 : 1_000_000;
            return sign + decimal(absolute, unit) + (unit == 1 ? "ns" : unit == 1_000 ? "\u00b5s" : "ms");
        }
        long minutes = absolute / (60 * SECOND);
        String seconds = decimal(absolute % (60 * SECOND), SECOND) + "s";
        if (minutes == 0) {
            return sign + seconds;
        }
        return sign + (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
    }

    private static String decimal(long value, long unit) {
        String whole = Long.toString(value / unit);
        if (value % unit == 0) {
            return whole;
        }
        String fraction = Long.toString(unit + value % unit).substring(1);
        return whole + "." + fraction.replaceAll("0+$", "");
    }
}
