package io.tocsin.logql.ast;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Writes values as Go's standard library does: Loki's canonical queries, answers and messages are made of these forms. */
public final class GoText {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final double EXACT_INTEGERS_BELOW = 0x1p53;
    private static final int EXPONENT_FROM = 21;
    private static final int EXPONENT_BELOW = -4;
    private static final String[] SIZE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private GoText() {}

    /** A double-quoted Go string literal. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(codePoint -> appendQuoted(out, codePoint));
        return out.append('"').toString();
    }

    private static void appendQuoted(StringBuilder out, int codePoint) {
        switch (codePoint) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0b -> out.append("\\v");
            default -> appendPrintable(out, codePoint);
        }
    }

    private static void appendPrintable(StringBuilder out, int codePoint) {
        if (isPrintable(codePoint)) {
            out.appendCodePoint(codePoint);
        } else if (codePoint < 0x80) {
            out.append(String.format("\\x%02x", codePoint));
        } else if (codePoint < 0x10000) {
            out.append(String.format("\\u%04x", codePoint));
        } else {
            out.append(String.format("\\U%08x", codePoint));
        }
    }

    private static boolean isPrintable(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= ' ' && codePoint != 0x7f;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The shortest decimal that reads back as the same number, never with an exponent ({@code FormatFloat 'f', -1}). */
    public static String plainNumber(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS_BELOW) {
            return Long.toString((long) value);
        }
        return stripped(value).toPlainString();
    }

    /** The shortest form, with an exponent for very large and very small numbers ({@code %v}). */
    public static String number(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return plainNumber(value);
        }
        BigDecimal decimal = stripped(value);
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
            return plainNumber(value);
        }
        String text = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
        boolean lostSign = 1 / value < 0 && value == 0 || value < 0 && !text.startsWith("-");
        return lostSign ? "-" + text : text;
    }

    private static BigDecimal stripped(double value) {
        return new BigDecimal(ShortestDecimal.of(value)).stripTrailingZeros();
    }

    /** Go's {@code time.Duration}, for example {@code 1h30m0s}, {@code 1.5s} or {@code 250µs}. */
    public static String duration(Duration value) {
        long nanos = value.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        BigDecimal absolute = BigDecimal.valueOf(nanos).abs();
        if (absolute.compareTo(BigDecimal.valueOf(NANOS_PER_SECOND)) < 0) {
            return sign + fractionOfSecond(absolute);
        }
        BigDecimal[] minutes = absolute.divideAndRemainder(BigDecimal.valueOf(60 * NANOS_PER_SECOND));
        String seconds = minutes[1].movePointLeft(9).stripTrailingZeros().toPlainString() + "s";
        long wholeMinutes = minutes[0].longValueExact();
        if (wholeMinutes == 0) {
            return sign + seconds;
        }
        String hours = wholeMinutes >= 60 ? wholeMinutes / 60 + "h" : "";
        return sign + hours + wholeMinutes % 60 + "m" + seconds;
    }

    private static String fractionOfSecond(BigDecimal nanos) {
        if (nanos.compareTo(BigDecimal.valueOf(1_000)) < 0) {
            return nanos.toPlainString() + "ns";
        }
        boolean micros = nanos.compareTo(BigDecimal.valueOf(1_000_000)) < 0;
        String amount = nanos.movePointLeft(micros ? 3 : 6).stripTrailingZeros().toPlainString();
        return amount + (micros ? "µs" : "ms");
    }

    /** A Prometheus duration such as {@code 1h30m} or {@code 1d}; the value must be whole milliseconds, not negative. */
    public static String rangeDuration(Duration value) {
        return RangeDurations.format(value);
    }

    /** A size rounded to two or three digits with a unit of powers of 1000, for example {@code 8.1kB}. */
    public static String bytes(long value) {
        if (value < 10) {
            return value + "B";
        }
        int exponent = 0;
        double unit = 1;
        while (exponent < SIZE_UNITS.length - 1 && value / unit >= 1000) {
            unit *= 1000;
            exponent++;
        }
        double rounded = Math.floor(value / unit * 10 + 0.5) / 10;
        String number = rounded < 10
                ? BigDecimal.valueOf(rounded)
                        .setScale(1, RoundingMode.HALF_EVEN)
                        .toPlainString()
                : BigDecimal.valueOf(rounded)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .toPlainString();
        return number + SIZE_UNITS[exponent];
    }
}
