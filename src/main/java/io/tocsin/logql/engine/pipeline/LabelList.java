package io.tocsin.logql.engine.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A short list of labels that is searched from front to back; reused, so that an entry costs no map. */
final class LabelList {

    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    void clear() {
        if (!names.isEmpty()) {
            names.clear();
            values.clear();
        }
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    int size() {
        return names.size();
    }

    String name(int index) {
        return names.get(index);
    }

    String value(int index) {
        return values.get(index);
    }

    @Nullable
    String get(String name) {
        int index = names.indexOf(name);
        return index < 0 ? null : values.get(index);
    }

    void add(String name, String value) {
        names.add(name);
        values.add(value);
    }

    void set(String name, String value) {
        int index = names.indexOf(name);
        if (index < 0) {
            add(name, value);
        } else {
            values.set(index, value);
        }
    }

    void remove(String name) {
        int index = names.indexOf(name);
        if (index >= 0) {
            names.remove(index);
            values.remove(index);
        }
    }

    void addAll(LabelList other) {
        names.addAll(other.names);
        values.addAll(other.values);
    }

    void addAllExcept(LabelList other, List<String> excluded) {
        for (int i = 0; i < other.size(); i++) {
            if (!excluded.contains(other.name(i))) {
                add(other.name(i), other.value(i));
            }
        }
    }

    SeriesLabels toSeriesLabels() {
        return SeriesLabels.of(names, values);
    }
}
