package io.tocsin.importer.elastalert;

import io.tocsin.importer.ImportRemarks;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code filter}, a list of queries of Elasticsearch; what cannot be read is said and left out. */
final class FilterReader {

    private static final Map<String, String> BOUNDS =
            Map.of("gt", ">", "gte", ">=", "lt", "<", "lte", "<=", "from", ">=", "to", "<=");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private final ImportRemarks remarks;
    private boolean isComplete = true;

    FilterReader(ImportRemarks remarks) {
        this.remarks = remarks;
    }

    /** Whether nothing was left out. */
    boolean isComplete() {
        return isComplete;
    }

    DocumentFilter.All read(List<Node> nodes) {
        List<DocumentFilter> parts = new ArrayList<>();
        nodes.forEach(node -> parts.addAll(queries(node)));
        return new DocumentFilter.All(parts);
    }

    private List<DocumentFilter> queries(Node node) {
        YamlFields fields = fields(node);
        List<DocumentFilter> parts = new ArrayList<>();
        for (String name : fields.names()) {
            try {
                parts.add(query(name, fields));
            } catch (IllegalArgumentException e) {
                isComplete = false;
                remarks.lost(fields.place(name), name + ": " + e.getMessage());
            }
        }
        return parts;
    }

    private YamlFields fields(Node node) {
        return YamlFields.of(node, "a filter", YamlSource.of(remarks));
    }

    private DocumentFilter query(String name, YamlFields fields) {
        return switch (name) {
            case "query" -> new DocumentFilter.All(queries(fields.place(name)));
            case "query_string" -> LuceneParser.parse(fields(fields.place(name)).text("query", ""));
            case "term", "match_phrase", "match", "wildcard", "regexp", "prefix" -> valued(name, fields.place(name));
            case "terms" -> terms(fields.place(name));
            case "range" -> range(fields.place(name));
            case "exists" ->
                new DocumentFilter.Exists(fields(fields.place(name)).text("field", ""));
            case "bool" -> bool(fields(fields.place(name)));
            case "not" -> new DocumentFilter.Not(new DocumentFilter.All(queries(fields.place(name))));
            case "and" -> new DocumentFilter.All(list(fields.place(name)));
            case "or" -> new DocumentFilter.Any(list(fields.place(name)));
            case "match_all" -> new DocumentFilter.All(List.of());
            default ->
                throw new IllegalArgumentException(
                        "there is no such query here; write what it means into the expr of the rule");
        };
    }

    private List<DocumentFilter> list(Node node) {
        List<DocumentFilter> parts = new ArrayList<>();
        List<Node> nodes = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        nodes.forEach(one -> parts.add(new DocumentFilter.All(queries(one))));
        return parts;
    }

    private DocumentFilter bool(YamlFields fields) {
        List<DocumentFilter> parts = new ArrayList<>();
        for (String name : fields.names()) {
            switch (name) {
                case "must", "filter" -> parts.addAll(list(fields.place(name)));
                case "must_not" -> list(fields.place(name)).forEach(one -> parts.add(new DocumentFilter.Not(one)));
                case "should" -> {
                    boolean isWanted =
                            !fields.has("must") && !fields.has("filter") || fields.has("minimum_should_match");
                    if (isWanted) {
                        parts.add(new DocumentFilter.Any(list(fields.place(name))));
                    }
                }
                default -> {
                    if (!name.equals("minimum_should_match")
                            || !fields.text(name, "").equals("1")) {
                        isComplete = false;
                        remarks.lost(fields.place(name), name + ": there is no such part of a query here");
                    }
                }
            }
        }
        return new DocumentFilter.All(parts);
    }

    /** {@code field: value}, or {@code field: {value: …}}. */
    private DocumentFilter valued(String kind, Node node) {
        YamlFields fields = fields(node);
        List<DocumentFilter> parts = new ArrayList<>();
        for (String field : fields.names()) {
            parts.add(valued(kind, field, text(fields.place(field))));
        }
        return parts.size() == 1 ? parts.get(0) : new DocumentFilter.All(parts);
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        YamlFields inner = fields(node);
        String text = inner.text("value", inner.text("query", inner.text("wildcard", "")));
        if (text.isEmpty()) {
            throw new IllegalArgumentException("there is no value");
        }
        return text;
    }

    private static DocumentFilter valued(String kind, String field, String text) {
        return switch (kind) {
            case "term" -> IndexedWords.exactly(field, text);
            case "match_phrase" -> IndexedWords.phrase(field, text);
            case "wildcard" -> IndexedWords.word(field, text);
            case "prefix" -> IndexedWords.word(field, text.replaceAll("([*?\\\\])", "\\\\$1") + "*");
            case "regexp" -> IndexedWords.regex(field, text);
            default -> match(field, text);
        };
    }

    /** Any of the words. */
    private static DocumentFilter match(String field, String text) {
        List<DocumentFilter> words = new ArrayList<>();
        for (String word : text.strip().split("\\s+", -1)) {
            words.add(IndexedWords.phrase(field, word));
        }
        return words.size() == 1 ? words.get(0) : new DocumentFilter.Any(words);
    }

    private DocumentFilter terms(Node node) {
        YamlFields fields = fields(node);
        List<DocumentFilter> all = new ArrayList<>();
        for (String field : fields.names()) {
            List<DocumentFilter> any = new ArrayList<>();
            fields.scalars(field).forEach(value -> any.add(IndexedWords.exactly(field, value.getValue())));
            all.add(new DocumentFilter.Any(any));
        }
        return new DocumentFilter.All(all);
    }

    private DocumentFilter range(Node node) {
        YamlFields fields = fields(node);
        List<DocumentFilter> bounds = new ArrayList<>();
        for (String field : fields.names()) {
            YamlFields inner = fields(fields.place(field));
            for (String name : inner.names()) {
                String value = inner.text(name, "");
                if (!BOUNDS.containsKey(name) || !NUMBER.matcher(value).matches()) {
                    throw new IllegalArgumentException(
                            "\"" + name + ": " + value + "\" of " + field + ": only numbers compare here");
                }
                bounds.add(new DocumentFilter.Compared(field, BOUNDS.getOrDefault(name, ">="), value));
            }
        }
        return new DocumentFilter.All(bounds);
    }
}
