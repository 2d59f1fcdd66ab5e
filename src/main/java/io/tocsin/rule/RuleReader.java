package io.tocsin.rule;

import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.template.TextTemplate;
import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.TextPosition;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlNodes;
import io.tocsin.yaml.YamlSource;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one entry of {@code rules}. */
final class RuleReader {

    /** Every field of an alerting rule. */
    static final Set<String> FIELDS = Set.of(
            "alert",
            "expr",
            "absent",
            "condition",
            "for",
            "keep_firing_for",
            "no_data",
            "on_error",
            "contact_points",
            "evidence",
            "paused",
            "labels",
            "annotations");

    /** Every field of {@code evidence}. */
    static final Set<String> EVIDENCE_FIELDS = Set.of("lines", "query", "before", "after", "own_packages");

    private static final Set<String> WITH_RECORD =
            Stream.concat(FIELDS.stream(), Stream.of("record")).collect(Collectors.toUnmodifiableSet());
    private static final String UNDER_ANNOTATIONS = "it belongs under \"annotations\"";
    private static final Map<String, String> HINTS = Map.of(
            "severity", "it belongs under \"labels\"",
            "summary", UNDER_ANNOTATIONS,
            "description", UNDER_ANNOTATIONS,
            "message", UNDER_ANNOTATIONS,
            "runbook_url", UNDER_ANNOTATIONS,
            "name", "a rule's name is given by \"alert\"",
            "query", "a rule's query is given by \"expr\"",
            "expression", "a rule's query is given by \"expr\"",
            "interval", "the interval is a field of the group");

    private final GroupContext group;
    private final YamlSource source;
    private final GroupReader.Checks checks;
    private final ProblemLog log;

    /** What a rule takes from its group, and what it has in common with others of its file. */
    record GroupContext(
            GroupKey key,
            Duration interval,
            String dataSource,
            SortedMap<String, TextTemplate> labels,
            RepeatedParts repeated) {}

    /** A rule and the fields that it was read from. */
    record SourcedRule(AlertRule rule, YamlFields fields) {

        RuleSource source() {
            return new RuleSource(TextPosition.of(fields.node()), fields.scalars());
        }
    }

    RuleReader(GroupContext group, YamlSource source, GroupReader.Checks checks, ProblemLog log) {
        this.group = group;
        this.source = source;
        this.checks = checks;
        this.log = log;
    }

    /** Null for a rule with problems. */
    @Nullable
    SourcedRule read(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            log.add(node, "a rule must be a mapping that starts with \"alert: NAME\", not " + YamlNodes.kindOf(node));
            return null;
        }
        ProblemLog ruleLog = log.inRule(nameOf(mapping));
        YamlFields fields = YamlFields.of(mapping, "a rule", source.with(ruleLog));
        fields.rejectUnknown("a rule", fields.has("record") ? WITH_RECORD : FIELDS, HINTS);
        if (fields.has("record")) {
            ruleLog.add(mapping, "a rule has either \"alert\" or \"record\", not both");
        }
        return read(fields, ruleLog);
    }

    private static @Nullable String nameOf(MappingNode mapping) {
        for (String field : List.of("alert", "record")) {
            String name = mapping.getValue().stream()
                    .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals(field))
                    .map(entry -> entry.getValueNode() instanceof ScalarNode value ? value.getValue() : "")
                    .findFirst()
                    .orElse("");
            if (!name.isBlank()) {
                return name;
            }
        }
        return null;
    }

    private @Nullable SourcedRule read(YamlFields fields, ProblemLog ruleLog) {
        String alert = required("alert", "a rule needs a name: alert: NAME", fields, ruleLog)
                .strip();
        checkOneLine(alert, fields, ruleLog);
        RuleQuestion question = question(fields, ruleLog);
        LabelReader labelReader = new LabelReader(ruleLog, group.repeated());
        SortedMap<String, TextTemplate> labels = new TreeMap<>(group.labels());
        labels.putAll(labelReader.labels(fields));
        AlertRule rule = new AlertRule(
                new RuleKey(group.key(), alert, fingerprint(labels)),
                question,
                group.repeated().once(terms(fields)),
                evidence(fields, ruleLog, question.usualEvidence()),
                contactPoints(fields, ruleLog),
                fields.flag("paused", false),
                group.repeated().once(new RuleTemplates(labels, labelReader.annotations(fields))),
                fields.node().getStartMark().getLine() + 1);
        checkExpression(fields, ruleLog);
        return alert.isBlank() || question.expression().isBlank() ? null : new SourcedRule(rule, fields);
    }

    /** Its own expression, or the lines of entities whose absence it watches. */
    private RuleQuestion question(YamlFields fields, ProblemLog ruleLog) {
        Absence absence = null;
        String expression;
        if (fields.has("absent")) {
            absence = new AbsenceReader(group, checks.expressions(), ruleLog).read(fields);
            expression = absence == null ? "" : absence.lines(group.interval());
        } else {
            expression = required("expr", "a rule needs a query: expr: …", fields, ruleLog);
        }
        return new RuleQuestion(expression, absence, fields.value("condition", Condition::parse));
    }

    private static FiringTerms terms(YamlFields fields) {
        return new FiringTerms(
                fields.duration("for", Duration.ZERO),
                fields.duration("keep_firing_for", Duration.ZERO),
                fields.choice("no_data", NoDataPolicy.class, NoDataPolicy.RESOLVE),
                fields.choice("on_error", ErrorPolicy.class, ErrorPolicy.KEEP));
    }

    private static void checkOneLine(String alert, YamlFields fields, ProblemLog ruleLog) {
        Node at = fields.find("alert");
        if (at != null && alert.chars().anyMatch(Character::isISOControl)) {
            ruleLog.add(at, "a rule's name must be one line of text");
        }
    }

    private static String required(String name, String message, YamlFields fields, ProblemLog ruleLog) {
        Node value = fields.find(name);
        String written = fields.text(name, "");
        if (value == null || value instanceof ScalarNode && written.isBlank()) {
            ruleLog.add(value == null ? fields.node() : value, message);
        }
        return written;
    }

    private void checkExpression(YamlFields fields, ProblemLog ruleLog) {
        ScalarText expression = fields.scalars().get("expr");
        if (expression != null && !expression.value().isBlank()) {
            checks.expressions()
                    .ofExpression(expression.value(), group.dataSource())
                    .forEach(problem ->
                            ruleLog.add(expression.at(problem.line(), problem.column()), "expr: " + problem.message()));
        }
    }

    private EvidenceSettings evidence(YamlFields fields, ProblemLog ruleLog, EvidenceSettings whenAbsent) {
        YamlFields evidence = fields.mapping("evidence");
        if (evidence == null) {
            return whenAbsent;
        }
        evidence.rejectUnknown("evidence", EVIDENCE_FIELDS, Map.of());
        int lines = evidence.integer("lines", whenAbsent.lines(), 0, EvidenceSettings.MAX_LINES);
        String query = evidence.text("query", "");
        ScalarText written = evidence.scalars().get("evidence.query");
        if (written != null && !query.isBlank()) {
            checks.expressions()
                    .ofLogQuery(query, group.dataSource())
                    .forEach(problem -> ruleLog.add(
                            written.at(problem.line(), problem.column()), "evidence query: " + problem.message()));
        }
        return new EvidenceSettings(
                lines,
                query.strip(),
                evidence.integer("before", 0, 0, EvidenceSettings.MAX_AROUND),
                evidence.integer("after", 0, 0, EvidenceSettings.MAX_AROUND),
                evidence.texts("own_packages"));
    }

    private List<ContactPointName> contactPoints(YamlFields fields, ProblemLog ruleLog) {
        Set<ContactPointName> names = new LinkedHashSet<>();
        for (Node item : fields.items("contact_points")) {
            if (!(item instanceof ScalarNode name) || name.getValue().isBlank()) {
                ruleLog.add(item, "contact_points: a contact point is given by its name");
            } else if (!names.add(new ContactPointName(name.getValue().strip()))) {
                ruleLog.add(item, "contact_points: \"" + name.getValue().strip() + "\" is given twice");
            } else {
                warnIfUnknown(name, ruleLog);
            }
        }
        return List.copyOf(names);
    }

    /** No problem: the contact point may be made in the page later. */
    private void warnIfUnknown(ScalarNode node, ProblemLog ruleLog) {
        String name = node.getValue().strip();
        if (!checks.names().hasContactPoint(name)) {
            ruleLog.warning(
                    node,
                    "contact_points: there is no contact point \"" + name + "\" yet; the contact points are "
                            + KnownNames.list(checks.names().contactPoints()));
        }
    }

    private static Fingerprint fingerprint(SortedMap<String, TextTemplate> labels) {
        SortedMap<String, String> sources = new TreeMap<>();
        labels.forEach((name, template) -> sources.put(name, template.source()));
        return Labels.of(sources).fingerprint();
    }
}
