package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.render.Numbers;
import io.tocsin.evidence.Trend;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The course of a value as a small picture: the line, the area below it, the threshold, the extreme values. */
final class TrendChart {

    static final String FILE = "trend.png";

    private static final int WIDTH = 600;
    private static final int HEIGHT = 180;
    private static final int MARGIN = 14;
    private static final int BACKGROUND = 0;
    private static final int GRID = 1;
    private static final int AREA = 2;
    private static final int LINE = 3;
    private static final int THRESHOLD = 4;
    private static final int TEXT = 5;
    private static final List<Integer> FIRING = List.of(0x2B2D31, 0x3F4147, 0x5A2A2C, 0xED4245, 0xE8912D, 0xDBDEE1);
    private static final List<Integer> RESOLVED = List.of(0x2B2D31, 0x3F4147, 0x1F4A38, 0x2EB67D, 0xE8912D, 0xDBDEE1);

    private final Trend trend;
    private final double lowest;
    private final double highest;
    private final ChartImage image = new ChartImage(WIDTH, HEIGHT);
    private final int left;

    private TrendChart(Trend trend) {
        this.trend = trend;
        Double threshold = trend.threshold();
        double[] shown = DoubleStream.concat(
                        trend.values().stream().mapToDouble(Double::doubleValue).filter(Double::isFinite),
                        threshold == null || !Double.isFinite(threshold)
                                ? DoubleStream.empty()
                                : DoubleStream.of(threshold))
                .toArray();
        this.lowest = Math.min(DoubleStream.of(shown).min().orElse(0), 0);
        double top = DoubleStream.of(shown).max().orElse(1);
        this.highest = top > lowest ? top : lowest + 1;
        int text =
                Math.max(ChartImage.textWidth(Numbers.format(highest)), ChartImage.textWidth(Numbers.format(lowest)));
        this.left = MARGIN + Math.min(text, WIDTH / 3) + MARGIN / 2;
    }

    /** The picture of the first alert whose course is known; empty when none is. */
    static Optional<byte[]> of(Message message) {
        return message.alerts().stream()
                .map(AlertEntry::evidence)
                .map(evidence -> evidence.trend())
                .filter(trend -> !trend.isTooShort())
                .findFirst()
                .map(trend -> new TrendChart(trend).draw(message.firing() > 0 ? FIRING : RESOLVED));
    }

    private byte[] draw(List<Integer> palette) {
        grid();
        line();
        Double threshold = trend.threshold();
        if (threshold != null && Double.isFinite(threshold)) {
            image.dashes(y(threshold), left, WIDTH - MARGIN, THRESHOLD);
        }
        image.text(Numbers.format(highest), MARGIN, y(highest), TEXT);
        image.text(Numbers.format(lowest), MARGIN, y(lowest) - 13, TEXT);
        return image.png(palette);
    }

    private void grid() {
        for (int part = 0; part <= 4; part++) {
            int y = y(lowest + (highest - lowest) * part / 4);
            for (int x = left; x <= WIDTH - MARGIN; x++) {
                image.point(x, y, GRID);
            }
        }
    }

    private void line() {
        for (int i = 0; i < trend.values().size(); i++) {
            double value = trend.values().get(i);
            double next = i + 1 < trend.values().size() ? trend.values().get(i + 1) : Double.NaN;
            if (Double.isFinite(value) && Double.isFinite(next)) {
                area(i, value, next);
                image.line(x(i), y(value), x(i + 1), y(next), LINE);
            } else if (Double.isFinite(value)) {
                image.line(x(i), y(value), x(i), y(value), LINE);
            }
        }
    }

    private void area(int index, double value, double next) {
        for (int x = x(index); x <= x(index + 1); x++) {
            double share = x(index + 1) == x(index) ? 0 : (double) (x - x(index)) / (x(index + 1) - x(index));
            for (int y = y(value + (next - value) * share); y < y(lowest); y++) {
                image.point(x, y, AREA);
            }
        }
    }

    private int x(int index) {
        int last = Math.max(trend.values().size() - 1, 1);
        return left + (WIDTH - MARGIN - left) * index / last;
    }

    private int y(double value) {
        double share = (value / 2 - lowest / 2) / (highest / 2 - lowest / 2);
        return HEIGHT - MARGIN - (int) Math.round((HEIGHT - 2 * MARGIN) * Math.min(Math.max(share, 0), 1));
    }
}
