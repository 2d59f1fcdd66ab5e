package io.tocsin.gotemplate;

import java.util.Map;

/** Names and values of labels, Go's {@code map[string]string}. A label that is absent reads as the empty string. */
public class LabelMap {

    private final Map<String, String> values;

    /** @param values used as they are, not copied */
    public LabelMap(Map<String, String> values) {
        this.values = values;
    }

    public final Map<String, String> values() {
        return values;
    }

    String typeName() {
        return "map[string]string";
    }

    String print() {
        return GoValue.printMap(values);
    }
}
