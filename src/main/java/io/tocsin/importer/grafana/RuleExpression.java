package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemark.RemarkKind;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.rule.lint.ProducedLabels;
import io.tocsin.text.go.PrometheusDuration;
import io.tocsin.yaml.YamlSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Makes one expression with a condition of the queries, reductions, calculations and thresholds of a rule. */
final class RuleExpression {

    private static final Set<String> NEWEST = Set.of("last", "");
    private static final int MAX_CALLS = 1_000;

    private final Map<String, QueryNode> nodes = new LinkedHashMap<>();
    private final GrafanaDataSources dataSources;
    private final ImportRemarks remarks;
    private final Node rule;
    private final Set<String> asked = new HashSet<>();
    private final Set<String> sameValue = new HashSet<>();
    private @Nullable QueryNode first;
    private boolean isApproximate;
    private int calls;

    RuleExpression(List<QueryNode> data, GrafanaDataSources dataSources, Node rule, ImportRemarks remarks) {
        data.forEach(node -> nodes.put(node.refId(), node));
        this.dataSources = dataSources;
        this.rule = rule;
        this.remarks = remarks;
    }

    /**
     * What fires when the query or expression of this name is not 0.
     *
     * @throws NotConvertibleException when there is nothing that means the same, nor nearly
     */
    Alarm alarm(String condition) {
        QueryNode node = node(condition, rule);
        Alarm alarm = node.isExpression() ? ofExpression(node) : ofValue(node);
        nodes.values().stream()
                .filter(one -> !asked.contains(one.refId()))
                .forEach(one -> remarks.changed(
                        one.place(), "\"" + one.refId() + "\" is left out: the condition does not use it"));
        return alarm;
    }

    private Alarm ofExpression(QueryNode node) {
        asked.add(node.refId());
        return switch (node.type()) {
            case "threshold" -> ofThreshold(node);
            case "math" -> ofMath(node);
            case "classic_conditions" -> {
                ClassicConditions.Classic classic = new ClassicConditions(this, remarks).read(node);
                yield alarm(classic.values(), classic.condition());
            }
            default -> ofValue(node);
        };
    }

    private Alarm ofValue(QueryNode node) {
        sameValue(node.refId());
        return alarm(term(node.refId(), node.place()), "!= 0");
    }

    private Alarm ofThreshold(QueryNode node) {
        GrafanaComparison evaluator = evaluator(node);
        Term values = term(source(node), node.place("expression"));
        sameValue(source(node));
        String condition = evaluator.condition();
        return condition == null ? alarm(evaluator.truth(values), "!= 0") : alarm(values, condition);
    }

    private GrafanaComparison evaluator(QueryNode node) {
        List<Node> conditions = node.model().list("conditions");
        if (conditions.isEmpty()) {
            throw new NotConvertibleException(node.place(), "the threshold \"" + node.refId() + "\" has no condition");
        }
        var condition = GrafanaComparison.condition(conditions.get(0), YamlSource.of(remarks));
        if (condition.find("unloadEvaluator") != null) {
            remarks.lost(
                    condition.place("unloadEvaluator"),
                    "a recovery threshold: a rule here ends when its condition is false; use keep_firing_for, so that"
                            + " it does not come and go");
        }
        return GrafanaComparison.of(condition);
    }

    private Alarm ofMath(QueryNode node) {
        MathNode math = math(node);
        MathRendering rendering = rendering(node);
        if (math instanceof MathNode.Operation binary
                && MathRendering.isComparison(binary.operator())
                && binary.right() instanceof MathNode.Figure number) {
            if (binary.left() instanceof MathNode.Named reference) {
                sameValue(reference.refId());
            }
            return alarm(rendering.term(binary.left()), binary.operator() + " " + number.text());
        }
        return alarm(rendering.term(math), "!= 0");
    }

    private MathRendering rendering(QueryNode node) {
        boolean isPromql =
                nodes.values().stream().anyMatch(one -> !one.isExpression() && dataSources.isPrometheus(one.uid()));
        return new MathRendering(refId -> term(refId, node.place("expression")), isPromql, node, joins(node));
    }

    private MathNode math(QueryNode node) {
        String text = node.model().text("expression", "");
        try {
            return MathParser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new NotConvertibleException(
                    node.place("expression"), "the expression \"" + text + "\" cannot be read: " + e.getMessage());
        }
    }

    TermJoin joins(QueryNode node) {
        return new TermJoin(() -> remarks.oncePerFile(
                RemarkKind.CHANGED,
                node.place("expression"),
                "series of two queries meet here when all their labels are equal; look whether they are"));
    }

    private Alarm alarm(Term values, String condition) {
        QueryNode query = first;
        if (query == null) {
            throw new NotConvertibleException(rule, "the rule asks no data source");
        }
        return new Alarm(values.text(), condition, query.uid(), query.offset(), sameValue, isApproximate);
    }

    /** The names whose value is the one of this name. */
    void sameValue(String refId) {
        QueryNode node = nodes.get(refId);
        if (sameValue.add(refId)
                && node != null
                && node.isExpression()
                && node.type().equals("reduce")) {
            sameValue(source(node));
        }
    }

    private QueryNode node(String refId, Node place) {
        QueryNode node = nodes.get(refId);
        if (node == null) {
            throw new NotConvertibleException(place, "there is no query \"" + refId + "\"");
        }
        return node;
    }

    /** What an expression works on: {@code $A}, {@code ${A}} and {@code A} are the same. */
    static String source(QueryNode node) {
        return node.model().text("expression", "").replaceAll("[${}\\s]", "");
    }

    /** What a query or an expression yields. */
    private Term term(String refId, Node place) {
        QueryNode node = node(refId, place);
        asked.add(refId);
        if (++calls > MAX_CALLS) {
            throw new NotConvertibleException(place, "the expressions go in a circle, or are too many");
        }
        if (!node.isExpression()) {
            if (node.isRange() && dataSources.isLoki(node.uid())) {
                throw new NotConvertibleException(
                        node.place(), "\"" + refId + "\" is a course of values, and nothing reduces it");
            }
            return query(node, node.expression());
        }
        return switch (node.type()) {
            case "reduce" -> reduced(node);
            case "math" -> rendering(node).term(math(node));
            case "threshold" -> evaluator(node).truth(term(source(node), node.place("expression")));
            default ->
                throw new NotConvertibleException(
                        node.place("type"), "there is no expression of the type \"" + node.type() + "\" here");
        };
    }

    private Term reduced(QueryNode node) {
        var settings = node.model().mapping("settings");
        if (settings != null && settings.text("mode", "").equals("replaceNN")) {
            remarks.lost(
                    settings.node(),
                    "mode replaceNN: a value that is no number (0 divided by 0) meets no condition here, where Grafana"
                            + " compares " + settings.text("replaceWithValue", "0"));
        }
        return reduced(source(node), node.model().text("reducer", ""), node.place("reducer"));
    }

    /** The one value of what may be a course of values. */
    Term reduced(String refId, String reducer, Node place) {
        QueryNode node = node(refId, place);
        if (node.isExpression() || !node.isRange()) {
            return term(refId, place);
        }
        asked.add(refId);
        String text = node.expression();
        if (NEWEST.contains(reducer)) {
            remarks.oncePerFile(
                    RemarkKind.CHANGED,
                    place,
                    "the newest value is asked for alone: a series that ended earlier is gone at once, not when it"
                            + " leaves the time range");
            return query(node, text);
        }
        String whole = dataSources.isLoki(node.uid())
                ? RangeReduction.ofLogql(text, reducer, node.window(), node.step())
                : RangeReduction.ofPromql(text, reducer, node.window(), node.step());
        if (whole != null && dataSources.isLoki(node.uid()) && !reducer.equals("sum")) {
            remarks.oncePerFile(
                    RemarkKind.CHANGED, place, reducer + " over the whole time: windows without a line count, too");
        }
        if (whole == null) {
            isApproximate = true;
            remarks.lost(
                    place,
                    "\"" + reducer + "\" of the values of \"" + refId + "\" over "
                            + PrometheusDuration.format(node.window()) + ": LogQL has no query of queries. The rule is"
                            + " written with the newest value, and paused; say in its expr what is meant, with the time"
                            + " in the brackets, and take out \"paused\"");
        }
        return query(node, Objects.requireNonNullElse(whole, text));
    }

    private Term query(QueryNode node, String text) {
        if (!dataSources.isLoki(node.uid()) && !dataSources.isPrometheus(node.uid())) {
            throw new NotConvertibleException(
                    node.place(),
                    "\"" + node.refId() + "\" asks a data source of the type \"" + dataSources.type(node.uid())
                            + "\"; here are Loki and Prometheus");
        }
        QueryNode other = Objects.requireNonNullElse(first, node);
        if (!other.uid().equals(node.uid())) {
            throw new NotConvertibleException(
                    node.place(), "\"" + node.refId() + "\" asks another data source than \"" + other.refId() + "\"");
        }
        Duration gap = node.offset().minus(other.offset());
        if (!gap.isZero()) {
            throw new NotConvertibleException(
                    node.place(),
                    "\"" + node.refId() + "\" ends at another time than \"" + other.refId()
                            + "\"; write one expr with \"offset\" behind its brackets");
        }
        first = other;
        return dataSources.isLoki(node.uid()) ? logql(text) : promql(text);
    }

    private static Term logql(String text) {
        try {
            LogqlExpr read = new LogqlParser().parse(text);
            return new Term(
                    text,
                    Term.TermKind.VALUES,
                    !(read instanceof BinaryOperation),
                    read instanceof MetricExpr metric ? ProducedLabels.of(metric) : null);
        } catch (LogqlSyntaxException e) {
            return new Term(text, Term.TermKind.VALUES, false, null);
        }
    }

    private static Term promql(String text) {
        return new Term(text, Term.TermKind.VALUES, text.matches("[\\w:]+(\\{[^{}]*})?|\\w+\\([^()]*\\)"), null);
    }
}
