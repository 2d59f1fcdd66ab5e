package io.tocsin.api.loki;

import io.tocsin.logql.engine.pipeline.LabelNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a sample of lines: from structured metadata, from the query's own parsers, and what {@code json} or,
 * where a line is no JSON, {@code logfmt} finds in it.
 */
final class DetectedFields {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SortedMap<String, DetectedField> fields = new TreeMap<>();
    private final int limit;

    private DetectedFields(int limit) {
        this.limit = limit;
    }

    /** One field; its values are all that the sample has. */
    static final class DetectedField {

        private final SortedSet<String> values = new TreeSet<>();
        private final SortedSet<String> parsers = new TreeSet<>();
        private List<String> jsonPath = List.of();
        private FieldType type;

        private DetectedField(FieldType type) {
            this.type = type;
        }

        FieldType type() {
            return type;
        }

        SortedSet<String> values() {
            return values;
        }

        SortedSet<String> parsers() {
            return parsers;
        }

        /** The keys that lead to the value in a JSON line; empty for other fields. */
        List<String> jsonPath() {
            return jsonPath;
        }
    }

    /** @param limit the most fields, and the most values of each; further ones are left out */
    static SortedMap<String, DetectedField> of(CategorizedLines sample, EngineQueries queries, int limit) {
        DetectedFields detected = new DetectedFields(limit);
        sample.streams()
                .forEach(stream -> stream.lines().forEach(line -> {
                    detected.add(line.categories().metadata(), "");
                    detected.add(line.categories().parsed(), "");
                }));
        CategorizedLines notJson = detected.parse(new SampleLines(sample), "json", queries);
        detected.parse(new SampleLines(notJson), "logfmt", queries);
        return detected.fields;
    }

    /** Adds what the parser finds; returns the lines that it failed on. */
    private CategorizedLines parse(SampleLines sample, String parser, EngineQueries queries) {
        List<CategorizedLines.Stream> failed = new ArrayList<>();
        for (CategorizedLines.Stream stream : sample.parsedBy(parser, queries).streams()) {
            List<CategorizedLines.CategorizedLine> failures = new ArrayList<>();
            for (CategorizedLines.CategorizedLine line : stream.lines()) {
                Map<String, String> parsed = line.categories().parsed();
                if (parsed.containsKey("__error__")) {
                    failures.add(line);
                } else {
                    add(parsed, parser);
                    addJsonPaths(line.text(), parser);
                }
            }
            failed.add(new CategorizedLines.Stream(stream.labels(), failures));
        }
        return new CategorizedLines(failed);
    }

    private void add(Map<String, String> labels, String parser) {
        labels.forEach((name, value) -> {
            if (!name.startsWith("__error") && (fields.containsKey(name) || fields.size() < limit)) {
                FieldType type = FieldType.of(value);
                DetectedField field = fields.computeIfAbsent(name, added -> new DetectedField(type));
                field.type = field.type.orWider(type);
                if (field.values.size() < limit) {
                    field.values.add(value);
                }
                if (!parser.isEmpty()) {
                    field.parsers.add(parser);
                }
            }
        });
    }

    private void addJsonPaths(String line, String parser) {
        if (parser.equals("json")) {
            try {
                addJsonPaths(JSON.readTree(line), "", List.of());
            } catch (JacksonException e) {
                // Loki's parser takes some texts that are not quite JSON; they only lack the path.
            }
        }
    }

    private void addJsonPaths(JsonNode node, String prefix, List<String> path) {
        Map<String, JsonNode> children = new HashMap<>();
        node.properties().forEach(child -> children.put(child.getKey(), child.getValue()));
        children.forEach((key, child) -> {
            List<String> childPath = new ArrayList<>(path);
            childPath.add(key);
            String name = LabelNames.join(prefix, key);
            DetectedField field = fields.get(name);
            if (field != null && field.parsers.contains("json")) {
                field.jsonPath = childPath;
            }
            if (child.isObject()) {
                addJsonPaths(child, name, childPath);
            }
        });
    }
}
