package io.tocsin.importer.grafana;

import io.tocsin.importer.ImportRemarks;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.rule.lint.ProducedLabels;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Classic conditions: each looks whether any series meets a comparison; they are joined from left to right by "and" and
 * "or", and there is one alert without labels.
 */
final class ClassicConditions {

    private static final ProducedLabels NO_LABELS = new ProducedLabels(false, Set.of());
    private static final String NO_VALUE = "no_value";

    private final RuleExpression expression;
    private final ImportRemarks remarks;

    ClassicConditions(RuleExpression expression, ImportRemarks remarks) {
        this.expression = expression;
        this.remarks = remarks;
    }

    /** What is compared, and with what. */
    record Classic(Term values, String condition) {}

    private record ClassicPart(Term values, GrafanaComparison evaluator, boolean isOr) {}

    Classic read(QueryNode node) {
        List<ClassicPart> parts = new ArrayList<>();
        for (Node condition : node.model().list("conditions")) {
            parts.add(
                    part(YamlFields.of(condition, "a condition", YamlSource.of(remarks)), node.refId(), parts.size()));
        }
        if (parts.isEmpty()) {
            throw new NotConvertibleException(node.place(), "the classic conditions are empty");
        }
        if (parts.size() == 1) {
            return single(parts.get(0));
        }
        Term joined = orZero(any(parts.get(0)));
        for (ClassicPart part : parts.subList(1, parts.size())) {
            Term next = orZero(any(part));
            joined = new Term(
                    joined.operand() + (part.isOr() ? " + " : " * ") + next.operand(),
                    Term.TermKind.VALUES,
                    false,
                    NO_LABELS);
        }
        return new Classic(joined, "> 0");
    }

    private ClassicPart part(YamlFields condition, String refId, int number) {
        YamlFields query = condition.mapping("query");
        List<org.yaml.snakeyaml.nodes.ScalarNode> parameters = query == null ? List.of() : query.scalars("params");
        if (parameters.isEmpty()) {
            throw new NotConvertibleException(condition.node(), "the condition names no query");
        }
        YamlFields reducer = condition.mapping("reducer");
        String reduced = reducer == null ? "last" : reducer.text("type", "last");
        Node place = reducer == null ? condition.node() : reducer.node();
        if (reduced.contains("diff")) {
            throw new NotConvertibleException(
                    place, "the reducer \"" + reduced + "\" has no counterpart; compare with \"offset\" in one expr");
        }
        String source = parameters.get(0).getValue();
        Term values = expression.reduced(source, reduced.equals("count_non_null") ? "count" : reduced, place);
        expression.sameValue(source);
        expression.sameValue(refId + number);
        YamlFields operator = condition.mapping("operator");
        boolean isOr = operator != null && operator.text("type", "and").equals("or");
        return new ClassicPart(values, GrafanaComparison.of(condition), isOr);
    }

    private static Classic single(ClassicPart part) {
        if (part.evaluator().type().equals(NO_VALUE)) {
            return new Classic(absence(part), "> 0");
        }
        String operator = part.evaluator().operator();
        String condition = part.evaluator().condition();
        if (condition != null && isSingle(part.values())) {
            return new Classic(part.values(), condition);
        }
        if (condition != null && operator != null && (operator.startsWith(">") || operator.startsWith("<"))) {
            return new Classic(extreme(part.values(), operator), condition);
        }
        return new Classic(any(part), "> 0");
    }

    private static boolean isSingle(Term values) {
        ProducedLabels labels = values.labels();
        return labels != null && labels.isEmpty();
    }

    /** The series that meets the comparison if any does. */
    private static Term extreme(Term values, String operator) {
        String text = (operator.startsWith(">") ? "max(" : "min(") + values.text() + ")";
        return new Term(text, Term.TermKind.VALUES, true, NO_LABELS);
    }

    /** How many series meet the comparison, or whether the only one does. */
    private static Term any(ClassicPart part) {
        if (part.evaluator().type().equals(NO_VALUE)) {
            return absence(part);
        }
        Term truth = part.evaluator().truth(part.values());
        return isSingle(part.values())
                ? truth
                : new Term("sum(" + truth.text() + ")", Term.TermKind.VALUES, true, NO_LABELS);
    }

    /** A side that has no data must not take the other one with it. */
    private static Term orZero(Term term) {
        return new Term("(" + term.text() + ") or vector(0)", Term.TermKind.VALUES, false, NO_LABELS);
    }

    private static Term absence(ClassicPart part) {
        try {
            if (new LogqlParser().parse(part.values().text()) instanceof MetricExpr metric) {
                List<LogRange> ranges = LogRanges.in(metric);
                if (ranges.size() == 1 && ranges.get(0).unwrap() == null) {
                    return new Term("absent_over_time(" + ranges.get(0) + ")", Term.TermKind.VALUES, true, null);
                }
            }
        } catch (LogqlSyntaxException e) {
            throw new NotConvertibleException(part.evaluator().place(), "the query cannot be read: " + e.explanation());
        }
        throw new NotConvertibleException(
                part.evaluator().place(),
                "\"has no value\" of this query: write absent_over_time(…) or a rule with \"absent\"");
    }
}
