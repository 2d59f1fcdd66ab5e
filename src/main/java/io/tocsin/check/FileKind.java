package io.tocsin.check;

import io.tocsin.yaml.ProblemList;
import io.tocsin.yaml.YamlDocuments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What a file is for. A file of YAML says it by its first known field, a template by its name. */
public enum FileKind {
    DATA_SOURCES("data sources"),
    CONTACT_POINTS("contact points"),
    POLICIES("policies"),
    RULES("rules"),
    RULE_TESTS("tests of rules"),
    TEMPLATE("a template");

    private static final Pattern FIELD = Pattern.compile("(?m)^[\"']?([A-Za-z_]+)[\"']?[ \\t]*:");
    private static final Map<String, FileKind> BY_FIELD = new LinkedHashMap<>();

    static {
        List.of("rule_files", "tests", "evaluation_interval").forEach(field -> BY_FIELD.put(field, RULE_TESTS));
        BY_FIELD.put("groups", RULES);
        BY_FIELD.put("contact_points", CONTACT_POINTS);
        BY_FIELD.put("datasources", DATA_SOURCES);
        List.of("route", "inhibit_rules", "time_intervals", "mute_time_intervals")
                .forEach(field -> BY_FIELD.put(field, POLICIES));
    }

    private final String words;

    FileKind(String words) {
        this.words = words;
    }

    /** Empty when the file is none of Tocsin's. */
    public static Optional<FileKind> of(String name, String text) {
        if (isTemplate(name)) {
            return Optional.of(TEMPLATE);
        }
        Matcher fields = FIELD.matcher(text);
        while (fields.find()) {
            FileKind kind = BY_FIELD.get(fields.group(1));
            if (kind != null) {
                return Optional.of(kind);
            }
        }
        return inFlowStyle(text);
    }

    /** Whether the name is that of a template, whatever is in it. */
    public static boolean isTemplate(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".mustache") || lower.endsWith(".tmpl") || lower.endsWith(".gotmpl");
    }

    /** Whether the name is that of a YAML file. */
    public static boolean isYaml(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yml") || lower.endsWith(".yaml");
    }

    /** A file that is one line, or is indented as a whole. */
    private static Optional<FileKind> inFlowStyle(String text) {
        Node document = YamlDocuments.readOne(text, new ProblemList(""));
        return document instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .map(entry ->
                                entry.getKeyNode() instanceof ScalarNode key ? BY_FIELD.get(key.getValue()) : null)
                        .flatMap(java.util.stream.Stream::ofNullable)
                        .findFirst()
                : Optional.empty();
    }

    /** As it is printed: {@code contact points}. */
    @Override
    public String toString() {
        return words;
    }
}
