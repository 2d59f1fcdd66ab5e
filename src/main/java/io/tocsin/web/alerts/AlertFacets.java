package io.tocsin.web.alerts;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the values of labels while alerts pass by, so that a reader sees by what they can be told apart. */
final class AlertFacets {

    private static final int MOST_LABELS = 8;
    private static final int MOST_VALUES = 8;

    /** A label with more values is an identity; only the most frequent ones are of use, and a map has an end. */
    private static final int MOST_COUNTED = 2_000;

    private final Map<String, Map<String, Integer>> counts = new HashMap<>();
    private int alerts;

    /**
     * One label.
     *
     * @param hidden how many values are not among them
     */
    record Facet(String name, List<FacetValue> values, int hidden) {}

    /** @param matcher what a filter says to have only these */
    record FacetValue(String value, int count, String matcher) {}

    void add(Labels labels) {
        alerts++;
        labels.asMap().forEach((name, value) -> {
            Map<String, Integer> values = counts.computeIfAbsent(name, unseen -> new HashMap<>());
            if (values.size() < MOST_COUNTED || values.containsKey(value)) {
                values.merge(value, 1, Integer::sum);
            }
        });
    }

    /** Labels that tell alerts apart, those that most alerts have first; of equals the one with fewer values. */
    List<Facet> top() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1 || total(entry.getValue()) < alerts)
                .sorted(Comparator.comparingInt(
                                (Map.Entry<String, Map<String, Integer>> entry) -> -total(entry.getValue()))
                        .thenComparingInt(entry -> entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_LABELS)
                .map(entry -> facet(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static int total(Map<String, Integer> values) {
        return values.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Facet facet(String name, Map<String, Integer> values) {
        List<FacetValue> sorted = new ArrayList<>();
        values.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
                .limit(MOST_VALUES)
                .forEach(entry -> sorted.add(new FacetValue(
                        entry.getKey(),
                        entry.getValue(),
                        LabelMatcher.equal(name, entry.getKey()).toString())));
        return new Facet(name, sorted, values.size() - sorted.size());
    }
}
