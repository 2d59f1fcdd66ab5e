package io.tocsin.logql.engine;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.engine.EngineResult.EngineSample;
import io.tocsin.logql.engine.pipeline.SeriesLabels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** absent_over_time: 1 where the range has no sample, with the labels that the selector fixes. */
final class AbsentEvaluator implements QueryEvaluator {

    private final QueryEvaluator inner;
    private final SeriesLabels labels;
    private final Steps steps;
    /** Earlier the range reaches into a time of which nothing is known. */
    private final long knownFromNanos;

    AbsentEvaluator(QueryEvaluator inner, LogRange range, Steps steps, long knownSinceNanos) {
        this.inner = inner;
        this.labels = labelsOf(range.selector().matchers());
        this.steps = steps;
        this.knownFromNanos = Nanos.saturatedAdd(
                Nanos.saturatedAdd(knownSinceNanos, Nanos.of(range.range())), Nanos.of(range.offset()));
    }

    private static SeriesLabels labelsOf(List<LabelMatcher> matchers) {
        Map<String, String> labels = new TreeMap<>();
        Set<String> removed = new HashSet<>();
        for (LabelMatcher matcher : matchers) {
            if (matcher.type() == MatchType.EQUAL && !labels.containsKey(matcher.name())) {
                labels.put(matcher.name(), matcher.value());
            } else {
                removed.add(matcher.name());
            }
        }
        labels.keySet().removeAll(removed);
        labels.values().removeIf(String::isEmpty);
        return SeriesLabels.of(labels);
    }

    @Override
    public List<EngineSample> at(int step) {
        boolean isKnown = steps.nanosAt(step) >= knownFromNanos;
        return isKnown && inner.at(step).isEmpty() ? List.of(new EngineSample(labels, 1)) : List.of();
    }
}
