package io.tocsin.rule;

import io.tocsin.rule.RuleReader.GroupContext;
import io.tocsin.template.TextTemplate;
import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the entries of {@code rules} that begin with {@code record}. */
final class RecordingReader {

    /** Every field of a recording rule. */
    static final Set<String> FIELDS = Set.of("record", "expr", "labels");

    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final String ALERTS_ONLY = "only alerts have it";
    private static final Map<String, String> HINTS = Map.of(
            "for", ALERTS_ONLY,
            "keep_firing_for", ALERTS_ONLY,
            "annotations", ALERTS_ONLY,
            "condition", ALERTS_ONLY,
            "interval", "the interval is a field of the group");

    private final GroupContext group;
    private final YamlSource source;
    private final ExpressionCheck expressions;
    private final ProblemLog log;
    private final Map<String, Integer> lines = new HashMap<>();

    RecordingReader(GroupContext group, YamlSource source, ExpressionCheck expressions, ProblemLog log) {
        this.group = group;
        this.source = source;
        this.expressions = expressions;
        this.log = log;
    }

    /** Whether the entry is a recording rule; one with both names is an alert with a problem. */
    static boolean isRecording(Node node) {
        return has(node, "record") && !has(node, "alert");
    }

    private static boolean has(Node node, String field) {
        return node instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(entry -> entry.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(field));
    }

    /** Null for a rule with problems. */
    @Nullable
    RecordingRule read(Node node) {
        String name = YamlFields.of(node, "a rule", source.with(new ProblemLog("")))
                .text("record", "")
                .strip();
        ProblemLog ruleLog = log.inRule(name.isEmpty() ? null : name);
        YamlFields fields = YamlFields.of(node, "a rule", source.with(ruleLog));
        fields.rejectUnknown("a recording rule", FIELDS, HINTS);
        if (!METRIC_NAME.matcher(fields.text("record", "").strip()).matches()) {
            ruleLog.add(
                    fields.place("record"),
                    "record: a metric's name consists of letters, digits, _ and :, and must not start with a digit");
            return null;
        }
        String expression = fields.text("expr", "");
        if (expression.isBlank()) {
            ruleLog.add(fields.place("expr"), "a rule needs a query: expr: …");
            return null;
        }
        check(fields, ruleLog);
        RecordingRule rule = new RecordingRule(
                group.key(),
                name,
                expression,
                labels(fields, ruleLog),
                node.getStartMark().getLine() + 1);
        Integer first = lines.putIfAbsent(rule.id(), rule.line());
        if (first != null) {
            ruleLog.add(
                    node,
                    "the rule \"" + name + "\" is already in this group with the same labels, on line " + first
                            + "; give one of them another name or label");
        }
        return rule;
    }

    private void check(YamlFields fields, ProblemLog ruleLog) {
        ScalarText expression = fields.scalars().get("expr");
        if (expression != null) {
            expressions
                    .ofExpression(expression.value(), group.dataSource())
                    .forEach(problem ->
                            ruleLog.add(expression.at(problem.line(), problem.column()), "expr: " + problem.message()));
        }
    }

    /** A series has the same labels at each slot. */
    private SortedMap<String, String> labels(YamlFields fields, ProblemLog ruleLog) {
        SortedMap<String, String> labels = new TreeMap<>();
        group.labels().forEach((name, template) -> addFixed(name, template, labels));
        new LabelReader(ruleLog, group.repeated()).labels(fields).forEach((name, template) -> {
            if (!addFixed(name, template, labels)) {
                ruleLog.add(
                        fields.place("labels"),
                        "label \"" + name + "\": a recorded series has fixed labels; its value must not be a template");
            }
        });
        return labels;
    }

    private static boolean addFixed(String name, TextTemplate template, SortedMap<String, String> labels) {
        if (template.hasTags()) {
            return false;
        }
        labels.put(name, template.source());
        return true;
    }
}
