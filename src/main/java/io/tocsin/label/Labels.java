package io.tocsin.label;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An immutable label set, sorted by name. A label with an empty value is the same as an absent label (Prometheus' data
 * model), so empty values are dropped here.
 */
public final class Labels {

    /** The label that names the alert, as in Prometheus and Alertmanager. */
    public static final String ALERT_NAME = "alertname";

    private static final Labels EMPTY = new Labels(SortedTexts.empty());

    private final SortedTexts values;

    /** Asked for at each step of an evaluation; whoever computes it first computes what everybody would. */
    private @Nullable Fingerprint fingerprint;

    private Labels(SortedTexts values) {
        this.values = values;
    }

    private static Labels owning(SortedTexts values) {
        return values.isEmpty() ? EMPTY : new Labels(values);
    }

    public static Labels empty() {
        return EMPTY;
    }

    public static Labels of(Map<String, String> values) {
        return owning(SortedTexts.of(values).filter((name, value) -> !value.isEmpty()));
    }

    /** Names and values in turn: {@code of("job", "ocr", "host", "server1")}. */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values must come in pairs");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(values);
    }

    /** The value, or the empty string when the label is absent. */
    public String get(String name) {
        String value = values.get(name);
        return value == null ? "" : value;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public int size() {
        return values.size();
    }

    /** All labels, sorted by name; unmodifiable. */
    public SortedMap<String, String> asMap() {
        return values;
    }

    /** A copy with the label set; an empty value removes it. */
    public Labels with(String name, String value) {
        return value.isEmpty() ? filter(other -> !other.equals(name)) : owning(values.with(name, value));
    }

    /** A copy in which the other set's labels win. */
    public Labels merge(Labels other) {
        return owning(values.merge(other.values));
    }

    public Labels without(Collection<String> names) {
        return filter(name -> !names.contains(name));
    }

    /** Only the named labels; names that are absent are ignored. */
    public Labels retain(Collection<String> names) {
        return filter(names::contains);
    }

    private Labels filter(Predicate<String> keeps) {
        SortedTexts kept = values.filter((name, value) -> keeps.test(name));
        return kept == values ? this : owning(kept);
    }

    /** A stable identity of this label set; equal sets have equal fingerprints in every process. */
    public Fingerprint fingerprint() {
        Fingerprint known = fingerprint;
        if (known == null) {
            known = Fingerprint.of(this);
            fingerprint = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The set as Prometheus prints it: {@code {host="server1", job="ocr"}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((name, value) -> text.append(text.length() > 1 ? ", " : "")
                .append(name)
                .append('=')
                .append(quote(value)));
        return text.append('}').toString();
    }

    static String quote(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
