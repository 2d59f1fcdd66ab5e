package io.tocsin.importer.grafana;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Writes a {@code math} expression as LogQL or PromQL. */
final class MathRendering {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", ">", ">=", "<", "<=");
    private static final Map<String, String> FUNCTIONS =
            Map.of("abs", "abs", "log", "ln", "round", "round", "ceil", "ceil", "floor", "floor");

    private final Function<String, Term> terms;
    private final boolean isPromql;
    private final QueryNode node;
    private final TermJoin joins;

    /** @param terms what a name stands for */
    MathRendering(Function<String, Term> terms, boolean isPromql, QueryNode node, TermJoin joins) {
        this.terms = terms;
        this.isPromql = isPromql;
        this.node = node;
        this.joins = joins;
    }

    static boolean isComparison(String operator) {
        return COMPARISONS.contains(operator);
    }

    Term term(MathNode math) {
        if (math instanceof MathNode.Figure constant) {
            return Term.number(constant.text());
        }
        if (math instanceof MathNode.Named reference) {
            return terms.apply(reference.refId());
        }
        if (math instanceof MathNode.Prefixed prefixed) {
            return prefixed(prefixed);
        }
        if (math instanceof MathNode.Operation binary) {
            return binary(binary);
        }
        return call((MathNode.FunctionCall) math);
    }

    private Term prefixed(MathNode.Prefixed prefixed) {
        Term operand = term(prefixed.operand());
        if (prefixed.operator() == '!') {
            return new Term(operand.operand() + " == bool 0", Term.TermKind.TRUTH, false, operand.labels());
        }
        return operand.kind() == Term.TermKind.NUMBER
                ? Term.number("-" + operand.operand())
                : new Term("-1 * " + operand.operand(), Term.TermKind.VALUES, false, operand.labels());
    }

    private Term binary(MathNode.Operation binary) {
        Term left = term(binary.left());
        Term right = term(binary.right());
        return switch (binary.operator()) {
            case "&&" -> joins.join(left.truth(), "*", right.truth(), Term.TermKind.TRUTH);
            case "||" -> {
                Term sum = joins.join(left.truth(), "+", right.truth(), Term.TermKind.VALUES);
                yield new Term("(" + sum.text() + ") > bool 0", Term.TermKind.TRUTH, false, sum.labels());
            }
            case "**" -> joins.join(left, "^", right, Term.TermKind.VALUES);
            default ->
                isComparison(binary.operator())
                        ? joins.join(left, binary.operator() + " bool", right, Term.TermKind.TRUTH)
                        : joins.join(left, binary.operator(), right, Term.TermKind.VALUES);
        };
    }

    private Term call(MathNode.FunctionCall call) {
        String function = FUNCTIONS.get(call.function());
        if (call.arguments().size() == 1) {
            Term argument = term(call.arguments().get(0));
            if (call.function().equals("is_nan")) {
                String text = argument.operand();
                return new Term(text + " != bool " + text, Term.TermKind.TRUTH, false, argument.labels());
            }
            if (isPromql && function != null) {
                return new Term(function + "(" + argument.text() + ")", Term.TermKind.VALUES, true, argument.labels());
            }
        }
        throw new NotConvertibleException(
                node.place("expression"),
                "the function \"" + call.function() + "\" has no counterpart in " + (isPromql ? "PromQL" : "LogQL"));
    }
}
