package io.tocsin.evaluation.sharing;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.OutputLabels;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;

/**
 * An expression in two: what the data source must be asked for, and what can be computed from its answer.
 *
 * @param expression as the rule says it
 * @param steps what stands after {@code remote}, innermost first
 */
record RemotePart(String expression, MetricExpr remote, List<LocalStep> steps) {

    private static final OutputLabels NO_LABELS = new OutputLabels(false, Set.of());

    RemotePart {
        steps = List.copyOf(steps);
    }

    static RemotePart of(String expression, MetricExpr whole) {
        LinkedList<LocalStep> steps = new LinkedList<>();
        MetricExpr rest = whole;
        while (rest instanceof BinaryOperation operation) {
            if (isFilter(operation) && operation.right() instanceof NumberLiteral number) {
                steps.addFirst(new LocalStep.ComparisonStep(operation.operator(), number.value(), false));
                rest = operation.left();
            } else if (isFilter(operation) && operation.left() instanceof NumberLiteral number) {
                steps.addFirst(new LocalStep.ComparisonStep(operation.operator(), number.value(), true));
                rest = operation.right();
            } else if (isOr(operation) && operation.right() instanceof VectorExpr vector) {
                boolean isPlain = OutputLabels.of(operation.left()).equals(NO_LABELS);
                steps.addFirst(new LocalStep.OrVectorStep(vector.value(), isPlain));
                rest = operation.left();
            } else {
                break;
            }
        }
        return new RemotePart(expression, rest, steps);
    }

    /** The same after a step that comes before all others. */
    RemotePart after(LocalStep first) {
        List<LocalStep> all = new ArrayList<>(List.of(first));
        all.addAll(steps);
        return new RemotePart(expression, remote, all);
    }

    private static boolean isFilter(BinaryOperation operation) {
        return operation.operator().isComparison() && !operation.returnBool();
    }

    private static boolean isOr(BinaryOperation operation) {
        return operation.operator() == BinaryOperator.OR && operation.matching().equals(VectorMatching.DEFAULT);
    }
}
