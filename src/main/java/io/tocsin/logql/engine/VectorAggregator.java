package io.tocsin.logql.engine;

import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorOperation;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** sum, avg, topk and the like over the samples of one step. */
final class VectorAggregator implements QueryEvaluator {

    private static final int MOST_CACHED_GROUPS = 100_000;

    private final QueryEvaluator inner;
    private final VectorOperation operation;
    private final int parameter;
    private final Grouping grouping;
    private final Map<SeriesLabels, SeriesLabels> groups = new HashMap<>();

    VectorAggregator(QueryEvaluator inner, VectorAggregation aggregation) {
        this.inner = inner;
        this.operation = aggregation.operation();
        this.parameter = aggregation.parameter();
        this.grouping = aggregation.grouping();
    }

    @Override
    public List<EngineSample> at(int step) {
        Map<SeriesLabels, List<EngineSample>> grouped = new LinkedHashMap<>();
        for (EngineSample sample : inner.at(step)) {
            grouped.computeIfAbsent(group(sample.labels()), key -> new ArrayList<>())
                    .add(sample);
        }
        List<EngineSample> result = new ArrayList<>();
        grouped.forEach((labels, samples) -> aggregate(labels, samples, result));
        return result;
    }

    private SeriesLabels group(SeriesLabels labels) {
        if (grouping.isSingleton()) {
            return SeriesLabels.empty();
        }
        if (groups.size() > MOST_CACHED_GROUPS) {
            groups.clear();
        }
        return groups.computeIfAbsent(
                labels, all -> grouping.without() ? all.without(grouping.labels()) : all.keep(grouping.labels()));
    }

    private void aggregate(SeriesLabels labels, List<EngineSample> samples, List<EngineSample> result) {
        switch (operation) {
            case TOPK, APPROX_TOPK -> result.addAll(first(samples, descending(), parameter));
            case BOTTOMK -> result.addAll(first(samples, ascending(), parameter));
            case SORT -> result.addAll(first(samples, ascending(), samples.size()));
            case SORT_DESC -> result.addAll(first(samples, descending(), samples.size()));
            default -> result.add(new EngineSample(labels, value(samples)));
        }
    }

    private double value(List<EngineSample> samples) {
        return switch (operation) {
            case SUM -> sum(samples);
            case AVG -> mean(samples);
            case COUNT -> samples.size();
            case MAX -> extreme(samples, 1);
            case MIN -> extreme(samples, -1);
            case STDVAR -> variance(samples);
            case STDDEV -> Math.sqrt(variance(samples));
            default -> throw new IllegalStateException("not an aggregation to one value: " + operation);
        };
    }

    private static List<EngineSample> first(List<EngineSample> samples, Comparator<EngineSample> order, int count) {
        List<EngineSample> sorted = new ArrayList<>(samples);
        sorted.sort(order.thenComparing(EngineSample::labels));
        return sorted.subList(0, Math.min(Math.max(0, count), sorted.size()));
    }

    /** NaN comes last in both orders. */
    private static Comparator<EngineSample> ascending() {
        return (a, b) -> Double.compare(a.value(), b.value());
    }

    private static Comparator<EngineSample> descending() {
        return (a, b) -> {
            if (Double.isNaN(a.value()) || Double.isNaN(b.value())) {
                return Boolean.compare(Double.isNaN(a.value()), Double.isNaN(b.value()));
            }
            return Double.compare(b.value(), a.value());
        };
    }

    private static double sum(List<EngineSample> samples) {
        double sum = samples.get(0).value();
        for (EngineSample sample : samples.subList(1, samples.size())) {
            sum += sample.value();
        }
        return sum;
    }

    private static double mean(List<EngineSample> samples) {
        double mean = samples.get(0).value();
        for (int i = 1; i < samples.size(); i++) {
            double value = samples.get(i).value();
            boolean staysInfinite = Double.isInfinite(mean)
                    && (Double.isFinite(value) || Double.isInfinite(value) && mean > 0 == value > 0);
            if (!staysInfinite) {
                mean += (value - mean) / (i + 1);
            }
        }
        return mean;
    }

    private static double extreme(List<EngineSample> samples, int sign) {
        double extreme = samples.get(0).value();
        for (EngineSample sample : samples) {
            if (Double.isNaN(extreme) || sign * extreme < sign * sample.value()) {
                extreme = sample.value();
            }
        }
        return extreme;
    }

    private static double variance(List<EngineSample> samples) {
        double mean = samples.get(0).value();
        double squares = 0;
        for (int i = 1; i < samples.size(); i++) {
            double delta = samples.get(i).value() - mean;
            mean += delta / (i + 1);
            squares += delta * (samples.get(i).value() - mean);
        }
        return squares / samples.size();
    }
}
