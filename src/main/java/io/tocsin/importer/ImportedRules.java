package io.tocsin.importer;

import io.tocsin.rule.ExpressionCheck;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.RuleProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Rules in the making. One that could not be read here is left out, and that is said: it would take its whole file with it. */
public final class ImportedRules {

    private final Map<String, Map<GroupHead, List<Map<String, Object>>>> files = new LinkedHashMap<>();
    private final RuleFileParser parser;

    /** @param speaksLogql whether the data source of this name is a Loki */
    public ImportedRules(Predicate<String> speaksLogql) {
        this.parser = new RuleFileParser(new ExpressionCheck(speaksLogql));
    }

    /** What the rules of a group have in common; null is Tocsin's own default. */
    public record GroupHead(
            String name,
            @Nullable String interval,
            @Nullable String queryOffset,
            @Nullable String dataSource,
            Map<String, String> labels) {

        public GroupHead {
            labels = Map.copyOf(labels);
        }

        private Map<String, Object> fields(String uniqueName) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", uniqueName);
            put(fields, "interval", interval);
            put(fields, "query_offset", queryOffset);
            put(fields, "datasource", dataSource);
            if (!labels.isEmpty()) {
                fields.put("labels", labels);
            }
            return fields;
        }

        private static void put(Map<String, Object> fields, String name, @Nullable String value) {
            if (value != null) {
                fields.put(name, value);
            }
        }
    }

    /**
     * Adds a rule.
     *
     * @param file the name below {@code rules/}
     * @param rule its fields in the order in which they are written
     * @param source what it was made of
     */
    public void add(String file, GroupHead group, Map<String, Object> rule, Node source, ImportRemarks remarks) {
        List<RuleProblem> problems = parser.parse(
                        YamlWriter.write(document(List.of(entry(group, group.name(), List.of(rule))))), file)
                .problems();
        if (problems.isEmpty()) {
            files.computeIfAbsent(file, unseen -> new LinkedHashMap<>())
                    .computeIfAbsent(group, unseen -> new ArrayList<>())
                    .add(rule);
            return;
        }
        problems.forEach(problem -> remarks.lost(
                source,
                "rule \"" + rule.getOrDefault("alert", rule.get("record")) + "\": " + problem.message()
                        + "; the rule is left out"));
    }

    /** The files by their paths. */
    public Map<String, String> files() {
        Map<String, String> written = new LinkedHashMap<>();
        files.forEach((file, groups) -> {
            List<Map<String, Object>> entries = new ArrayList<>();
            Map<String, Integer> seen = new LinkedHashMap<>();
            groups.forEach((head, rules) -> {
                int number = seen.merge(head.name(), 1, Integer::sum);
                entries.add(entry(head, number == 1 ? head.name() : head.name() + " (" + number + ")", rules));
            });
            written.put("rules/" + file, YamlWriter.write(document(entries)));
        });
        return written;
    }

    private static Map<String, Object> document(List<Map<String, Object>> groups) {
        return Map.of("groups", groups);
    }

    private static Map<String, Object> entry(GroupHead head, String name, List<Map<String, Object>> rules) {
        Map<String, Object> entry = head.fields(name);
        entry.put("rules", rules);
        return entry;
    }
}
