package io.tocsin.logql.engine.pipeline;

import io.tocsin.label.Labels;
import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The labels of a series or stream in a query's result, sorted by name. Unlike {@link Labels} it keeps labels with an
 * empty value, which parsers can produce and which Loki tells from absent ones.
 */
public final class SeriesLabels implements Comparable<SeriesLabels> {

    private static final SeriesLabels EMPTY = new SeriesLabels(new String[0], new String[0]);

    private final String[] names;
    private final String[] values;
    private final int hash;

    private SeriesLabels(String[] names, String[] values) {
        this.names = names;
        this.values = values;
        this.hash = 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }

    public static SeriesLabels empty() {
        return EMPTY;
    }

    public static SeriesLabels of(Labels labels) {
        return of(labels.asMap());
    }

    public static SeriesLabels of(Map<String, String> labels) {
        SortedMap<String, String> sorted = new TreeMap<>(labels);
        return new SeriesLabels(
                sorted.keySet().toArray(String[]::new), sorted.values().toArray(String[]::new));
    }

    /** Names in any order without repetition, and their values. */
    static SeriesLabels of(List<String> names, List<String> values) {
        int size = names.size();
        if (size == 0) {
            return EMPTY;
        }
        String[] sortedNames = names.toArray(String[]::new);
        String[] sortedValues = values.toArray(String[]::new);
        for (int i = 1; i < size; i++) {
            String name = sortedNames[i];
            String value = sortedValues[i];
            int j = i;
            while (j > 0 && sortedNames[j - 1].compareTo(name) > 0) {
                sortedNames[j] = sortedNames[j - 1];
                sortedValues[j] = sortedValues[j - 1];
                j--;
            }
            sortedNames[j] = name;
            sortedValues[j] = value;
        }
        return new SeriesLabels(sortedNames, sortedValues);
    }

    /** The value, or the empty string when the label is absent. */
    public String get(String name) {
        int index = indexOf(name);
        return index < 0 ? "" : values[index];
    }

    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public int size() {
        return names.length;
    }

    String name(int index) {
        return names[index];
    }

    String value(int index) {
        return values[index];
    }

    /** All labels, sorted by name; unmodifiable. */
    public SortedMap<String, String> asMap() {
        SortedMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            map.put(names[i], values[i]);
        }
        return Collections.unmodifiableSortedMap(map);
    }

    /** The same labels as Prometheus' data model sees them: without those whose value is empty. */
    public Labels toLabels() {
        return Labels.of(asMap());
    }

    /** The named labels that are there, empty ones too. */
    public SeriesLabels keep(Collection<String> kept) {
        return filter(kept::contains, false);
    }

    /** All but the named labels, and without empty ones. */
    public SeriesLabels without(Collection<String> dropped) {
        return filter(name -> !dropped.contains(name), true);
    }

    /** Only the labels that are not empty. */
    public SeriesLabels withoutEmpty() {
        return filter(name -> true, true);
    }

    private SeriesLabels filter(Predicate<String> keeps, boolean dropsEmpty) {
        List<String> keptNames = new ArrayList<>(names.length);
        List<String> keptValues = new ArrayList<>(names.length);
        for (int i = 0; i < names.length; i++) {
            if (keeps.test(names[i]) && !(dropsEmpty && values[i].isEmpty())) {
                keptNames.add(names[i]);
                keptValues.add(values[i]);
            }
        }
        return keptNames.size() == names.length ? this : of(keptNames, keptValues);
    }

    /** A copy with the label set, or removed if the value is empty; other empty labels are dropped. */
    public SeriesLabels with(String name, String value) {
        TreeMap<String, String> copy = new TreeMap<>(asMap());
        copy.put(name, value);
        copy.values().removeIf(String::isEmpty);
        return of(copy);
    }

    @Override
    public int compareTo(SeriesLabels other) {
        int common = Math.min(names.length, other.names.length);
        for (int i = 0; i < common; i++) {
            int order = names[i].compareTo(other.names[i]);
            order = order == 0 ? values[i].compareTo(other.values[i]) : order;
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(names.length, other.names.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesLabels that
                && hash == that.hash
                && Arrays.equals(names, that.names)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As Prometheus prints it: {@code {host="server1", job="ocr"}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
            text.append(i > 0 ? ", " : "").append(names[i]).append('=').append(Quoting.quote(values[i]));
        }
        return text.append('}').toString();
    }
}
