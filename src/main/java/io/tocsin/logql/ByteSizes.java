package io.tocsin.logql;

import io.tocsin.logql.ast.GoText;
import java.util.Locale;
import java.util.Map;

/** Sizes such as {@code 1.5MiB} or {@code 10k}. */
final class ByteSizes {

    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("", 1.0),
            Map.entry("b", 1.0),
            Map.entry("k", 1e3),
            Map.entry("kb", 1e3),
            Map.entry("ki", 0x1p10),
            Map.entry("kib", 0x1p10),
            Map.entry("m", 1e6),
            Map.entry("mb", 1e6),
            Map.entry("mi", 0x1p20),
            Map.entry("mib", 0x1p20),
            Map.entry("g", 1e9),
            Map.entry("gb", 1e9),
            Map.entry("gi", 0x1p30),
            Map.entry("gib", 0x1p30),
            Map.entry("t", 1e12),
            Map.entry("tb", 1e12),
            Map.entry("ti", 0x1p40),
            Map.entry("tib", 0x1p40),
            Map.entry("p", 1e15),
            Map.entry("pb", 1e15),
            Map.entry("pi", 0x1p50),
            Map.entry("pib", 0x1p50),
            Map.entry("e", 1e18),
            Map.entry("eb", 1e18),
            Map.entry("ei", 0x1p60),
            Map.entry("eib", 0x1p60));

    private ByteSizes() {}

    /** The number of bytes, or -1 when the text is no size or too large. */
    static long parse(String text) {
        int end = 0;
        while (end < text.length() && (text.charAt(end) == '.' || Character.isDigit(text.charAt(end)))) {
            end++;
        }
        String number = text.substring(0, end);
        Double unit = UNITS.get(text.substring(end).toLowerCase(Locale.ROOT));
        if (unit == null || !number.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+")) {
            return -1;
        }
        double bytes = Double.parseDouble(number) * unit;
        return bytes >= Long.MAX_VALUE ? -1 : (long) bytes;
    }

    /** What is left of a size after Loki has printed the query and parsed it again. */
    static long rounded(long bytes) {
        long rounded = parse(GoText.bytes(bytes));
        return rounded < 0 ? bytes : rounded;
    }
}
