package io.tocsin.datasource.config;

import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.Problems;
import io.tocsin.yaml.YamlFields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The fields of one mapping of the data sources file, as values with their environment variables. */
final class EntryFields {

    private final YamlFields fields;
    private final ExpandedTexts texts;
    private final Problems problems;

    /** @param known the names of all fields; none when they are free */
    EntryFields(Node node, Set<String> known, ExpandedTexts texts) {
        this.texts = texts;
        this.problems = texts.problems();
        this.fields = YamlFields.of(node, "expected a mapping with the fields " + String.join(", ", known), problems);
        if (!known.isEmpty()) {
            fields.rejectUnknown("", known, Map.of());
        }
    }

    Node node() {
        return fields.node();
    }

    Optional<Node> value(String name) {
        return Optional.ofNullable(fields.find(name));
    }

    /** Where to point at when something is wrong with the field, even if it is absent. */
    Node place(String name) {
        return fields.place(name);
    }

    Optional<String> text(String name) {
        return value(name).flatMap(this::scalar).map(value -> texts.expand(place(name), value));
    }

    /** The text as it is written, without problems; empty when it is absent or no text. */
    String plainText(String name) {
        return fields.find(name) instanceof ScalarNode scalar
                ? scalar.getValue().strip()
                : "";
    }

    Optional<String> requiredText(String name) {
        Optional<String> text = text(name).filter(value -> !value.isBlank());
        if (text.isEmpty()) {
            problems.add(place(name), "\"" + name + "\" is missing");
        }
        return text;
    }

    Duration duration(String name, Duration absent) {
        return text(name)
                .map(value -> {
                    Duration duration = parseDuration(value);
                    if (duration == null || duration.isZero()) {
                        problems.add(place(name), "\"" + name + "\" must be a duration like 30s or 1m30s");
                        return absent;
                    }
                    return duration;
                })
                .orElse(absent);
    }

    int positiveInteger(String name, int absent) {
        return text(name)
                .map(value -> {
                    if (!value.matches("[1-9]\\d{0,8}")) {
                        problems.add(place(name), "\"" + name + "\" must be a number of at least 1");
                        return absent;
                    }
                    return Integer.parseInt(value);
                })
                .orElse(absent);
    }

    boolean isTrue(String name) {
        return text(name)
                .map(value -> {
                    if (!value.equals("true") && !value.equals("false")) {
                        problems.add(place(name), "\"" + name + "\" must be true or false");
                    }
                    return value.equals("true");
                })
                .orElse(false);
    }

    Optional<EntryFields> fields(String name, Set<String> known) {
        return value(name).map(value -> new EntryFields(value, known, texts));
    }

    /** All fields of a mapping whose names are free, in the order of the file. */
    List<String> names() {
        return List.copyOf(fields.entries().keySet());
    }

    private Optional<String> scalar(Node value) {
        if (value instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problems.add(value, "expected a single value");
        return Optional.empty();
    }

    private static @Nullable Duration parseDuration(String text) {
        try {
            return PrometheusDuration.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
