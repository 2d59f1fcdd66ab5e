package io.tocsin.rule;

import io.tocsin.logql.LogqlParser;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.YamlFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code absent}, which stands in place of {@code expr}. */
final class AbsenceReader {

    /** Every field of {@code absent}. */
    static final Set<String> FIELDS = Set.of("selector", "by", "seen_within", "missing_for");

    private static final Map<String, String> HINTS = Map.of(
            "expr", "the log query to watch is given by \"selector\"",
            "query", "the log query to watch is given by \"selector\"",
            "for", "how long an entity must be silent is given by \"missing_for\"");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final LogqlParser PARSER = new LogqlParser();

    private final RuleReader.GroupContext group;
    private final ExpressionCheck check;
    private final ProblemLog log;

    AbsenceReader(RuleReader.GroupContext group, ExpressionCheck check, ProblemLog log) {
        this.group = group;
        this.check = check;
        this.log = log;
    }

    /** Null when it cannot be watched; then there are problems. */
    @Nullable
    Absence read(YamlFields rule) {
        rejectWhatDoesNotGoTogether(rule);
        YamlFields fields = rule.mapping("absent");
        if (fields == null) {
            if (rule.find("absent") == null) {
                log.add(rule.place("absent"), "absent needs \"by\" and \"missing_for\"");
            }
            return null;
        }
        fields.rejectUnknown("absent", FIELDS, HINTS);
        List<String> by = labels(fields);
        Duration seenWithin = fields.duration("seen_within", Absence.DEFAULT_SEEN_WITHIN);
        Duration missingFor = missingFor(fields, seenWithin);
        String selector = selector(by, fields);
        return by.isEmpty() || missingFor == null || selector == null
                ? null
                : new Absence(selector, by, seenWithin, missingFor);
    }

    private void rejectWhatDoesNotGoTogether(YamlFields rule) {
        if (rule.has("expr")) {
            log.add(
                    rule.place("expr"),
                    "a rule has either \"expr\" or \"absent\", not both; the log query to watch stands in absent:"
                            + " {selector: …}");
        }
        if (rule.has("condition")) {
            log.add(rule.place("condition"), "condition: \"absent\" has its own, \"missing_for\"");
        }
        if (rule.find("no_data") instanceof ScalarNode value && value.getValue().equals("zero")) {
            log.add(value, "no_data: zero means nothing with \"absent\"; choose resolve, keep or alert");
        }
        if (!check.speaksLogql(group.dataSource())) {
            log.add(
                    rule.place("absent"),
                    "absent: the data source \"" + group.dataSource() + "\" has no log lines; use a group with a Loki");
        }
    }

    private List<String> labels(YamlFields fields) {
        List<String> labels = new ArrayList<>();
        for (Node item : fields.items("by")) {
            String label = item instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!LABEL.matcher(label).matches()) {
                log.add(item, "absent by: a label is given by its name, as in by: [host]");
            } else if (labels.contains(label)) {
                log.add(item, "absent by: \"" + label + "\" is given twice");
            } else {
                labels.add(label);
            }
        }
        if (fields.find("by") == null || labels.isEmpty() && fields.items("by").isEmpty()) {
            log.add(fields.place("by"), "absent needs the labels that tell the entities apart: by: [host]");
        }
        return labels;
    }

    private @Nullable Duration missingFor(YamlFields fields, Duration seenWithin) {
        Duration missingFor = fields.duration("missing_for");
        if (missingFor == null) {
            if (fields.find("missing_for") == null) {
                log.add(fields.place("missing_for"), "absent needs how long is too long: missing_for: 10m");
            }
            return null;
        }
        if (missingFor.compareTo(group.interval()) < 0) {
            log.add(
                    fields.place("missing_for"),
                    "absent missing_for: " + text(missingFor) + " is shorter than the group's interval, "
                            + text(group.interval()));
            return null;
        }
        if (missingFor.compareTo(seenWithin) >= 0) {
            log.add(
                    fields.place("missing_for"),
                    "absent missing_for: " + text(missingFor) + " must be shorter than seen_within, " + text(seenWithin)
                            + ": by then an entity is forgotten");
            return null;
        }
        return missingFor;
    }

    private @Nullable String selector(List<String> by, YamlFields fields) {
        String written = fields.text("selector", "").strip();
        ScalarText source = fields.scalars().get("absent.selector");
        if (source == null || written.isEmpty()) {
            return Absence.selectorOf(by);
        }
        List<ExpressionCheck.ExpressionProblem> problems = check.ofLogQuery(source.value(), group.dataSource());
        problems.forEach(problem ->
                log.add(source.at(problem.line(), problem.column()), "absent selector: " + problem.message()));
        return problems.isEmpty() && check.speaksLogql(group.dataSource())
                ? PARSER.parse(written).toString()
                : null;
    }

    private static String text(Duration duration) {
        return PrometheusDuration.format(duration);
    }
}
