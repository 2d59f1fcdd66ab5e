package io.tocsin.evidence;

/** Draws the course of a value with block characters, as text that fits into a message. */
public final class Sparkline {

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final char GAP = '·';

    private Sparkline() {}

    /**
     * One character per value, oldest first; more values than the width are put together by their highest.
     *
     * @param values NaN where there is none
     * @return empty when there is no value at all
     */
    public static String of(double[] values, int width) {
        if (width < 1) {
            throw new IllegalArgumentException("the width must be at least 1");
        }
        double[] columns = columns(values, Math.min(width, values.length));
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double column : columns) {
            if (Double.isFinite(column)) {
                lowest = Math.min(lowest, column);
                highest = Math.max(highest, column);
            }
        }
        if (lowest > highest && !hasInfinity(columns)) {
            return "";
        }
        // Most alerts count something: a bar from zero tells more than one from the lowest value.
        double base = Math.min(0, lowest);
        StringBuilder line = new StringBuilder(columns.length);
        for (double column : columns) {
            line.append(bar(column, base, highest));
        }
        return line.toString();
    }

    private static double[] columns(double[] values, int width) {
        double[] columns = new double[width];
        for (int column = 0; column < width; column++) {
            int from = (int) ((long) column * values.length / width);
            int to = (int) ((long) (column + 1) * values.length / width);
            columns[column] = highest(values, from, to);
        }
        return columns;
    }

    private static double highest(double[] values, int from, int to) {
        double highest = Double.NaN;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                highest = Double.isNaN(highest) ? values[i] : Math.max(highest, values[i]);
            }
        }
        return highest;
    }

    private static boolean hasInfinity(double[] columns) {
        for (double column : columns) {
            if (Double.isInfinite(column)) {
                return true;
            }
        }
        return false;
    }

    private static char bar(double value, double base, double highest) {
        if (Double.isNaN(value)) {
            return GAP;
        }
        int last = BARS.length() - 1;
        if (Double.isInfinite(value)) {
            return BARS.charAt(value > 0 ? last : 0);
        }
        // Halves keep the difference of extreme values within what a double holds.
        double span = highest / 2 - base / 2;
        double share = span > 0 ? (value / 2 - base / 2) / span : 0;
        return BARS.charAt((int) Math.round(share * last));
    }
}
