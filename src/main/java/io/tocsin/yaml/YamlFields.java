package io.tocsin.yaml;

import io.tocsin.text.NameSuggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The fields of one YAML mapping, read one by one; what is not as it should be becomes a problem and counts as absent. */
public final class YamlFields {

    private final Node node;
    private final Map<String, NodeTuple> entries;
    private final YamlSource source;
    private final ScalarValues values;
    /** The field that the fields belong to, as problems name it; empty at the top of an entry. */
    private final String owner;

    private final Map<String, ScalarText> scalars;

    private YamlFields(Node node, YamlSource source, String owner, Map<String, ScalarText> scalars) {
        this.node = node;
        this.source = source;
        this.values = new ScalarValues(source);
        this.owner = owner;
        this.scalars = scalars;
        this.entries = node instanceof MappingNode mapping ? MergedEntries.of(mapping, source.problems()) : Map.of();
    }

    /**
     * The fields of a node that should be a mapping; one that is none has no fields, which is a problem.
     *
     * @param place what the mapping is, as in {@code a rule}
     */
    public static YamlFields of(Node node, String place, YamlSource source) {
        if (!(node instanceof MappingNode)) {
            source.problems().add(node, place + " must be a mapping (name: value)");
        }
        return new YamlFields(node, source, "", new HashMap<>());
    }

    /** As {@link #of(Node, String, YamlSource)}; fields that are not known are problems. */
    public static YamlFields of(
            Node node, String place, Set<String> known, Map<String, String> hints, YamlSource source) {
        YamlFields fields = of(node, place, source);
        fields.rejectUnknown(place, known, hints);
        return fields;
    }

    /**
     * Reports every field that is not known.
     *
     * @param place what the mapping is, as in {@code a rule}; empty when the problems say so themselves
     * @param hints what to say of names that people expect here
     */
    public void rejectUnknown(String place, Set<String> known, Map<String, String> hints) {
        String where = place.isEmpty() ? "" : " in " + place;
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                String hint = hints.containsKey(name)
                        ? "; " + hints.get(name)
                        : NameSuggestion.didYouMeanOrKnown(name, known);
                problem(entry.getKeyNode(), "unknown field \"" + name + "\"" + where + hint);
            }
        });
    }

    public YamlSource source() {
        return source;
    }

    /** The mapping itself, to point at when a field is missing. */
    public Node node() {
        return node;
    }

    /** Of the fields that have a value. */
    public List<String> names() {
        return entries.keySet().stream().filter(name -> find(name) != null).toList();
    }

    public Map<String, NodeTuple> entries() {
        return entries;
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The value, or null when the field is absent or empty. */
    public @Nullable Node find(String name) {
        NodeTuple entry = entries.get(name);
        return entry == null || YamlNodes.isNull(entry.getValueNode()) ? null : entry.getValueNode();
    }

    /** What to point at when something is wrong with the field, even if it is absent. */
    public Node place(String name) {
        NodeTuple entry = entries.get(name);
        return entry == null ? node : entry.getValueNode();
    }

    public @Nullable ScalarNode scalar(String name) {
        Node value = find(name);
        if (value == null || value instanceof ScalarNode) {
            return (ScalarNode) value;
        }
        problem(value, "\"" + name + "\" must be a text, not " + YamlNodes.kindOf(value));
        return null;
    }

    /** Problems of its fields name this one, and its texts are remembered with it; null when it is absent or no mapping. */
    public @Nullable YamlFields mapping(String name) {
        Node value = find(name);
        if (value == null) {
            return null;
        }
        if (value instanceof MappingNode) {
            return new YamlFields(value, source, name, scalars);
        }
        problem(value, "\"" + name + "\" must be a mapping (name: value), not " + YamlNodes.kindOf(value));
        return null;
    }

    /** Empty when the field is absent; a value that is no list is a problem. */
    public List<Node> list(String name) {
        Node value = find(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode list) {
            return list.getValue();
        }
        problem(
                value,
                "\"" + name + "\" must be a list (lines that start with \"- \"), not " + YamlNodes.kindOf(value));
        return List.of();
    }

    /** A list of values, or one value. */
    public List<Node> items(String name) {
        Node value = find(name);
        return value instanceof ScalarNode ? List.of(value) : list(name);
    }

    /** The texts of a list, or one text. */
    public List<ScalarNode> scalars(String name) {
        List<ScalarNode> texts = new ArrayList<>();
        for (Node item : items(name)) {
            if (item instanceof ScalarNode scalar && !YamlNodes.isNull(item)) {
                texts.add(scalar);
            } else {
                problem(item, "\"" + name + "\" must be a list of texts");
            }
        }
        return texts;
    }

    /** As {@link #scalars(String)}, with environment variables expanded. */
    public List<String> texts(String name) {
        return scalars(name).stream()
                .flatMap(scalar -> Stream.ofNullable(source.expand(scalar)))
                .toList();
    }

    /** The texts of a mapping whose names are free. */
    public Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        YamlFields inner = mapping(name);
        if (inner != null) {
            inner.names().forEach(key -> {
                String text = inner.text(key);
                if (text != null) {
                    texts.put(key, text);
                }
            });
        }
        return texts;
    }

    /** The text with environment variables expanded; null when it is absent or wrong. */
    public @Nullable String text(String name) {
        ScalarNode scalar = scalar(name);
        if (scalar == null) {
            return null;
        }
        remember(name, scalar);
        return source.expand(scalar);
    }

    public String text(String name, String whenAbsent) {
        return Objects.requireNonNullElse(text(name), whenAbsent);
    }

    /** As {@link #text(String)}, but its absence is a problem. */
    public @Nullable String required(String name) {
        Node value = find(name);
        if (value == null
                || value instanceof ScalarNode scalar && scalar.getValue().isBlank()) {
            problem(place(name), "\"" + name + "\" is missing");
            return null;
        }
        String text = text(name);
        if (text != null && text.isBlank()) {
            problem(value, "\"" + name + "\" is empty");
            return null;
        }
        return text;
    }

    /** Puts a field's text among the {@link #scalars()}. */
    public ScalarText remember(String name, ScalarNode node) {
        ScalarText scalar = source.locate(node);
        scalars.put(owner.isEmpty() ? name : owner + "." + name, scalar);
        return scalar;
    }

    /** The texts read so far, also those of mappings below, by path, as in {@code labels.severity}. */
    public Map<String, ScalarText> scalars() {
        return scalars;
    }

    /** The value as the function reads it; null when the field is absent or the function refuses it. */
    public <T> @Nullable T value(String name, Function<String, T> function) {
        ScalarNode node = scalar(name);
        if (node == null) {
            return null;
        }
        String tag = node.getTag().getValue();
        if (tag.startsWith("!")) {
            problem(node, name + ": put the value in quotes: " + name + ": \"" + tag + " " + node.getValue() + "\"");
            return null;
        }
        remember(name, node);
        return read(node, name, function);
    }

    /** One text of the field, as the function reads it; null when it refuses it. */
    public <T> @Nullable T read(ScalarNode scalar, String name, Function<String, T> function) {
        String text = source.expand(scalar);
        if (text == null) {
            return null;
        }
        try {
            return function.apply(text);
        } catch (IllegalArgumentException e) {
            String prefix = owner.isEmpty() ? "" : owner + " ";
            source.problems().add(source.locate(scalar).start(), prefix + name + ": " + e.getMessage());
            return null;
        }
    }

    private void problem(Node place, String text) {
        source.problems().add(place, text);
    }

    /** Null when the field is absent or bad. */
    public @Nullable Duration duration(String name) {
        return value(name, values::duration);
    }

    public Duration duration(String name, Duration whenAbsent) {
        return Objects.requireNonNullElse(duration(name), whenAbsent);
    }

    /** As {@link #duration(String)}; 0 is a problem. */
    public @Nullable Duration positiveDuration(String name) {
        return value(name, values::positiveDuration);
    }

    public int integer(String name, int whenAbsent, int least, int most) {
        return Objects.requireNonNullElse(value(name, text -> values.integer(text, least, most)), whenAbsent);
    }

    public boolean flag(String name, boolean whenAbsent) {
        return Objects.requireNonNullElse(value(name, values::flag), whenAbsent);
    }

    /** One of the constants, written in small letters. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E whenAbsent) {
        return Objects.requireNonNullElse(choice(name, type), whenAbsent);
    }

    /** As {@link #choice(String, Class, Enum)}; null when the field is absent or bad. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        return value(name, text -> values.choice(text, type));
    }
}
