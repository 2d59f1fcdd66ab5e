package io.tocsin.ruletest;

import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.rule.RuleGroup;
import io.tocsin.ruletest.RuleTestFile.AlertExpectation;
import io.tocsin.ruletest.RuleTestFile.ExpectedAlert;
import io.tocsin.ruletest.RuleTestFile.ExpectedSample;
import io.tocsin.ruletest.RuleTestFile.ExpectedState;
import io.tocsin.ruletest.RuleTestFile.ExpressionExpectation;
import io.tocsin.ruletest.RuleTestFile.MessageExpectation;
import io.tocsin.ruletest.RuleTestFile.NamedFile;
import io.tocsin.ruletest.RuleTestFile.RecordingExpectation;
import io.tocsin.ruletest.RuleTestFile.RuleTest;
import io.tocsin.text.go.GoFloats;
import io.tocsin.yaml.FileProblem;
import io.tocsin.yaml.ProblemList;
import io.tocsin.yaml.ScalarText;
import io.tocsin.yaml.TextPosition;
import io.tocsin.yaml.YamlDocuments;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import io.tocsin.yaml.YamlText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a file of tests and reports everything that is wrong with it at once. */
public final class RuleTestParser {

    static final Set<String> FIELDS =
            Set.of("rule_files", "evaluation_interval", "policies_file", "contact_points_file", "tests");
    static final Set<String> TEST_FIELDS =
            Set.of("name", "input", "alert_rule_test", "logql_expr_test", "recording_rule_test", "message_test");
    private static final String ONE_CLOCK = "slots lie on multiples of each group's interval; leave it out";
    private static final Map<String, String> HINTS = Map.of(
            "group_eval_order", "groups do not depend on each other; leave it out",
            "fuzzy_compare", "numbers are compared up to rounding; leave it out",
            "policies", "the field is \"policies_file\"",
            "contact_points", "the field is \"contact_points_file\"");
    private static final Map<String, String> TEST_HINTS = Map.of(
            "input_series", "rules ask for logs: give lines with \"input\"",
            "promql_expr_test", "expressions are LogQL: the field is \"logql_expr_test\"",
            "interval", ONE_CLOCK,
            "start_timestamp", "a test starts at 0",
            "external_labels", "there are none",
            "external_url", "templates see the address of the installation");
    static final Set<String> ALERT_TEST_FIELDS = Set.of("eval_time", "alertname", "exp_alerts");
    static final Set<String> ALERT_FIELDS = Set.of("exp_labels", "exp_state", "exp_value", "exp_annotations");
    static final Set<String> EXPRESSION_TEST_FIELDS = Set.of("expr", "eval_time", "exp_samples");
    static final Set<String> RECORDING_TEST_FIELDS = Set.of("record", "eval_time", "exp_samples");
    static final Set<String> MESSAGE_TEST_FIELDS =
            Set.of("eval_time", "contact_point", "count", "contains", "excludes");

    static final Set<String> SAMPLE_FIELDS = Set.of("labels", "value");

    private final LogqlParser logql = new LogqlParser();

    /**
     * What came of reading a file.
     *
     * @param file null exactly when there are problems
     */
    public record Parsed(@Nullable RuleTestFile file, List<FileProblem> problems) {

        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    /** @param name how problems name the file */
    public Parsed parse(String text, String name) {
        ProblemList problems = new ProblemList(name);
        Node document = YamlDocuments.readOne(text, problems);
        RuleTestFile file = null;
        if (document != null) {
            file = file(document, new YamlSource(problems, null, new YamlText(YamlDocuments.withoutMark(text))));
        } else if (problems.isEmpty()) {
            problems.add(TextPosition.START, "the file is empty; it needs \"rule_files:\" and \"tests:\"");
        }
        return new Parsed(problems.isEmpty() ? file : null, problems.sorted());
    }

    private RuleTestFile file(Node document, YamlSource source) {
        YamlFields fields = YamlFields.of(document, "a file of tests", FIELDS, HINTS, source);
        Duration interval = fields.positiveDuration("evaluation_interval");
        List<NamedFile> rules = fields.scalars("rule_files").stream()
                .map(node -> new NamedFile(node.getValue(), TextPosition.of(node)))
                .toList();
        if (rules.isEmpty() && source.problems().isEmpty()) {
            source.problems().add(fields.place("rule_files"), "\"rule_files\" names no file");
        }
        return new RuleTestFile(
                rules,
                interval == null ? RuleGroup.DEFAULT_INTERVAL : interval,
                place(fields, "policies_file"),
                place(fields, "contact_points_file"),
                Numbered.each(fields.list("tests"), (node, number) -> test(node, number, source)));
    }

    private static @Nullable NamedFile place(YamlFields fields, String name) {
        ScalarNode node = fields.scalar(name);
        return node == null ? null : new NamedFile(node.getValue(), TextPosition.of(node));
    }

    private RuleTest test(Node node, int number, YamlSource source) {
        YamlFields fields = YamlFields.of(node, "a test", TEST_FIELDS, TEST_HINTS, source);
        InputReader input = new InputReader(source);
        return new RuleTest(
                fields.text("name", "test " + number),
                TextPosition.of(node),
                fields.list("input").stream().map(input::read).toList(),
                fields.list("alert_rule_test").stream()
                        .map(one -> alertTest(one, source))
                        .toList(),
                fields.list("logql_expr_test").stream()
                        .map(one -> expressionTest(one, source))
                        .toList(),
                fields.list("recording_rule_test").stream()
                        .map(one -> recordingTest(one, source))
                        .toList(),
                fields.list("message_test").stream()
                        .map(one -> messageTest(one, source))
                        .toList());
    }

    private static AlertExpectation alertTest(Node node, YamlSource source) {
        YamlFields fields = YamlFields.of(node, "an alert test", ALERT_TEST_FIELDS, Map.of(), source);
        String alert = fields.required("alertname");
        return new AlertExpectation(
                time(fields),
                alert == null ? "" : alert,
                fields.list("exp_alerts").stream()
                        .map(one -> alert(one, source))
                        .toList(),
                TextPosition.of(node));
    }

    private static ExpectedAlert alert(Node node, YamlSource source) {
        YamlFields fields = YamlFields.of(node, "an expected alert", ALERT_FIELDS, Map.of(), source);
        return new ExpectedAlert(
                fields.textsByName("exp_labels"),
                fields.choice("exp_state", ExpectedState.class, ExpectedState.FIRING),
                fields.value("exp_value", RuleTestParser::number),
                fields.textsByName("exp_annotations"));
    }

    private ExpressionExpectation expressionTest(Node node, YamlSource source) {
        YamlFields fields = YamlFields.of(node, "an expression test", EXPRESSION_TEST_FIELDS, Map.of(), source);
        String expression = fields.required("expr");
        if (expression != null) {
            ScalarText written = fields.scalars().get("expr");
            check(expression, written, source);
        }
        return new ExpressionExpectation(
                expression == null ? "" : expression,
                time(fields),
                fields.list("exp_samples").stream()
                        .map(one -> sample(one, source))
                        .toList(),
                TextPosition.of(node));
    }

    private static RecordingExpectation recordingTest(Node node, YamlSource source) {
        YamlFields fields = YamlFields.of(node, "a recording test", RECORDING_TEST_FIELDS, Map.of(), source);
        String name = fields.required("record");
        return new RecordingExpectation(
                name == null ? "" : name,
                time(fields),
                fields.list("exp_samples").stream()
                        .map(one -> sample(one, source))
                        .toList(),
                TextPosition.of(node));
    }

    private void check(String expression, @Nullable ScalarText written, YamlSource source) {
        try {
            if (logql.parse(expression) instanceof LogSelectorExpr && written != null) {
                source.problems().add(written.start(), "expr: this query yields log lines; a test compares numbers");
            }
        } catch (LogqlSyntaxException e) {
            TextPosition at = written == null ? TextPosition.START : written.at(e.line(), e.column());
            source.problems().add(at, "expr: " + e.explanation());
        }
    }

    private static ExpectedSample sample(Node node, YamlSource source) {
        YamlFields fields = YamlFields.of(node, "an expected sample", SAMPLE_FIELDS, Map.of(), source);
        Double value = fields.value("value", RuleTestParser::number);
        if (value == null && source.problems().isEmpty()) {
            source.problems().add(node, "\"value\" is missing");
        }
        return new ExpectedSample(InputReader.labelSet(fields, "labels"), value == null ? 0 : value);
    }

    private static double number(String text) {
        try {
            return GoFloats.parse(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number", e);
        }
    }

    private static MessageExpectation messageTest(Node node, YamlSource source) {
        YamlFields fields = YamlFields.of(node, "a message test", MESSAGE_TEST_FIELDS, Map.of(), source);
        String contactPoint = fields.required("contact_point");
        Integer count = fields.has("count") ? fields.integer("count", 0, 0, Integer.MAX_VALUE) : null;
        return new MessageExpectation(
                time(fields),
                contactPoint == null ? "" : contactPoint,
                count,
                texts(fields, "contains"),
                texts(fields, "excludes"),
                TextPosition.of(node));
    }

    private static List<String> texts(YamlFields fields, String name) {
        return fields.scalars(name).stream()
                .flatMap(node -> Stream.of(node.getValue()))
                .toList();
    }

    private static Duration time(YamlFields fields) {
        if (!fields.has("eval_time")) {
            fields.source().problems().add(fields.node(), "\"eval_time\" is missing");
        }
        return fields.duration("eval_time", Duration.ZERO);
    }
}
