package io.tocsin.importer.grafana;

import io.tocsin.text.go.GoFloats;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The comparison of a threshold or a classic condition.
 *
 * @param type {@code gt}, {@code within_range} and so on
 */
record GrafanaComparison(String type, List<String> parameters, Node place) {

    GrafanaComparison {
        parameters = List.copyOf(parameters);
    }

    static GrafanaComparison of(YamlFields condition) {
        YamlFields fields = condition.mapping("evaluator");
        if (fields == null) {
            throw new NotConvertibleException(condition.node(), "the condition has no evaluator");
        }
        List<String> parameters = new ArrayList<>();
        for (ScalarNode scalar : fields.scalars("params")) {
            parameters.add(number(scalar));
        }
        return new GrafanaComparison(fields.text("type", ""), parameters, fields.node());
    }

    private static String number(ScalarNode scalar) {
        try {
            return GoFloats.shortest(Double.parseDouble(scalar.getValue())).toPlainString();
        } catch (NumberFormatException e) {
            throw new NotConvertibleException(scalar, "\"" + scalar.getValue() + "\" is no number");
        }
    }

    static YamlFields condition(Node node, YamlSource source) {
        return YamlFields.of(node, "a condition", source);
    }

    /** The operator of a comparison with one number; null for all others. */
    @Nullable
    String operator() {
        return switch (type) {
            case "gt" -> ">";
            case "gte" -> ">=";
            case "lt" -> "<";
            case "lte" -> "<=";
            case "eq" -> "==";
            case "ne" -> "!=";
            default -> null;
        };
    }

    /** As the condition of a rule; null when there is none that means the same. */
    @Nullable
    String condition() {
        if (operator() != null) {
            return operator() + " " + parameter(0);
        }
        return switch (type) {
            case "outside_range" -> "outside " + range();
            case "within_range_included" -> "inside " + range();
            default -> null;
        };
    }

    private String range() {
        double first = Double.parseDouble(parameter(0));
        boolean isOrdered = first <= Double.parseDouble(parameter(1));
        return "[" + parameter(isOrdered ? 0 : 1) + ", " + parameter(isOrdered ? 1 : 0) + "]";
    }

    /** As 0 or 1 for each series. */
    Term truth(Term values) {
        String operator = operator();
        if (operator != null) {
            return compared(values, operator, 0);
        }
        return switch (type) {
            case "within_range" -> both(compared(values, ">", 0), "*", compared(values, "<", 1), values);
            case "within_range_included" -> both(compared(values, ">=", 0), "*", compared(values, "<=", 1), values);
            case "outside_range" -> both(compared(values, "<", 0), "+", compared(values, ">", 1), values);
            case "outside_range_included" -> both(compared(values, "<=", 0), "+", compared(values, ">=", 1), values);
            default -> throw new NotConvertibleException(place, "there is no comparison \"" + type + "\" here");
        };
    }

    private Term compared(Term values, String operator, int parameter) {
        String text = values.operand() + " " + operator + " bool " + parameter(parameter);
        return new Term(text, Term.TermKind.TRUTH, false, values.labels());
    }

    private static Term both(Term left, String operator, Term right, Term values) {
        return new Term(
                left.operand() + " " + operator + " " + right.operand(), Term.TermKind.TRUTH, false, values.labels());
    }

    private String parameter(int number) {
        if (number >= parameters.size()) {
            throw new NotConvertibleException(place, "the comparison \"" + type + "\" lacks a number");
        }
        return parameters.get(number);
    }
}
