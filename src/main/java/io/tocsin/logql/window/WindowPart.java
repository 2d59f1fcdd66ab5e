package io.tocsin.logql.window;

import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorAggregation;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A part of an expression that is about one window, and what of it is asked for a slice. */
public final class WindowPart {

    private static final double NANOS_PER_SECOND = 1e9;

    private final MetricExpr expr;
    private final RangeAggregation range;
    private final SliceJoin join;
    private final Set<String> requiredLabels;

    /**
     * @param expr the aggregation over the range, or one around it that can be joined
     * @param range {@code expr} itself, or what it is around
     * @param requiredLabels each sample must have them, because one that has not may lack a label or have an empty one
     */
    WindowPart(MetricExpr expr, RangeAggregation range, SliceJoin join, Set<String> requiredLabels) {
        this.expr = expr;
        this.range = range;
        this.join = join;
        this.requiredLabels = requiredLabels;
    }

    /** The part itself, as it stands in the expression. */
    public MetricExpr expr() {
        return expr;
    }

    public Duration range() {
        return range.range().range();
    }

    boolean isLongerThan(Duration length) {
        return range().compareTo(length) > 0;
    }

    /** The question for a slice of this length that ends when it is asked. A rate is asked for as what it is the rate of. */
    public String slice(Duration length) {
        LogRange window = range.range();
        LogRange shorter = new LogRange(window.selector(), window.unwrap(), length, window.offset(), window.position());
        RangeAggregation slice =
                new RangeAggregation(counting(), range.parameter(), shorter, range.grouping(), range.position());
        return expr instanceof VectorAggregation around
                ? new VectorAggregation(
                                around.operation(), around.parameter(), slice, around.grouping(), around.position())
                        .toString()
                : slice.toString();
    }

    private RangeOperation counting() {
        return switch (range.operation()) {
            case RATE -> range.range().unwrap() == null ? RangeOperation.COUNT_OVER_TIME : RangeOperation.SUM_OVER_TIME;
            case BYTES_RATE -> RangeOperation.BYTES_OVER_TIME;
            default -> range.operation();
        };
    }

    /** Whether it is plain which series each sample of a slice belongs to. */
    public boolean isClear(List<Sample> slice) {
        Set<Labels> seen = new HashSet<>();
        return slice.stream()
                .allMatch(sample ->
                        seen.add(sample.labels()) && requiredLabels.stream().allMatch(sample.labels()::has));
    }

    /** The value over the window. A series is there when it is in one of the slices. */
    public List<Sample> joined(Iterable<List<Sample>> slices) {
        Map<Labels, Double> values = new LinkedHashMap<>();
        for (List<Sample> slice : slices) {
            slice.forEach(sample -> values.merge(sample.labels(), sample.value(), join::joined));
        }
        double divisor = divisor();
        return values.entrySet().stream()
                .map(series -> new Sample(series.getKey(), series.getValue() / divisor))
                .toList();
    }

    private double divisor() {
        boolean isRate = range.operation() == RangeOperation.RATE || range.operation() == RangeOperation.BYTES_RATE;
        return isRate ? range().toNanos() / NANOS_PER_SECOND : 1;
    }
}
