package io.tocsin.evaluation.recording;

import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.RecordingRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The series of a recording rule, and how Prometheus' text format writes them. */
public final class SeriesText {

    public static final String METRIC_NAME = "__name__";

    private SeriesText() {}

    /**
     * The answer with the rule's name and labels.
     *
     * @throws IllegalArgumentException if two series would be one, in Prometheus' words
     */
    public static List<Sample> series(RecordingRule rule, List<Sample> answer) {
        Set<Labels> seen = new HashSet<>();
        List<Sample> series = new ArrayList<>();
        for (Sample sample : answer) {
            SortedMap<String, String> labels = new TreeMap<>();
            sample.labels().asMap().forEach((name, value) -> labels.put(labelName(name), value));
            labels.putAll(rule.labels());
            labels.values().removeIf(String::isEmpty);
            labels.put(METRIC_NAME, rule.name());
            Labels all = Labels.of(labels);
            if (!seen.add(all)) {
                throw new IllegalArgumentException(
                        "vector contains metrics with the same labelset after applying rule labels");
            }
            series.add(new Sample(all, sample.value()));
        }
        return series;
    }

    /** Names of parsed labels may hold what the classic format does not allow. */
    private static String labelName(String name) {
        String plain = name.replaceAll("[^a-zA-Z0-9_]", "_");
        return !plain.isEmpty() && Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    static String print(List<Sample> series) {
        return series.stream().map(SeriesText::line).collect(Collectors.joining());
    }

    private static String line(Sample sample) {
        Map<String, String> labels = new TreeMap<>(sample.labels().asMap());
        String name = String.valueOf(labels.remove(METRIC_NAME));
        String inner = labels.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(","));
        return name + (inner.isEmpty() ? "" : "{" + inner + "}") + " " + number(sample.value()) + "\n";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return isWhole ? Long.toString((long) value) : Double.toString(value);
    }
}
