package io.tocsin.evidence;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.OutputLabels;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks from left to right for the range whose lines are counted, and notes which labels get from there to the top. */
final class FirstRange implements MetricExprVisitor<Optional<FirstRange.Found>> {

    private static final FirstRange INSTANCE = new FirstRange();

    private FirstRange() {}

    static Optional<Found> in(MetricExpr expr) {
        return expr.accept(INSTANCE);
    }

    @Override
    public Optional<Found> visitRangeAggregation(RangeAggregation expr) {
        return expr.operation() == RangeOperation.ABSENT_OVER_TIME
                ? Optional.empty()
                : Optional.of(new Found(expr.range(), List.of(OutputLabels.of(expr)), Set.of()));
    }

    @Override
    public Optional<Found> visitVectorAggregation(VectorAggregation expr) {
        return in(expr.inner()).map(found -> found.through(expr, Set.of()));
    }

    @Override
    public Optional<Found> visitBinaryOperation(BinaryOperation expr) {
        Set<String> fromOtherSide = new HashSet<>(expr.matching().include());
        return in(expr.left()).or(() -> in(expr.right())).map(found -> found.through(expr, fromOtherSide));
    }

    @Override
    public Optional<Found> visitLabelReplace(LabelReplace expr) {
        return in(expr.inner()).map(found -> found.through(expr, Set.of(expr.destination())));
    }

    @Override
    public Optional<Found> visitVector(VectorExpr expr) {
        return Optional.empty();
    }

    @Override
    public Optional<Found> visitNumber(NumberLiteral expr) {
        return Optional.empty();
    }

    /**
     * A range and what happens to its labels on the way up.
     *
     * @param path which labels each expression from the range to the top can have
     * @param replaced labels whose value is another one at the top
     */
    record Found(LogRange range, List<OutputLabels> path, Set<String> replaced) {

        Found through(MetricExpr expr, Collection<String> changed) {
            List<OutputLabels> longer = new ArrayList<>(path);
            longer.add(OutputLabels.of(expr));
            Set<String> all = new HashSet<>(replaced);
            all.addAll(changed);
            return new Found(range, longer, all);
        }

        /** Whether an alert's label of this name has the value that the line had. */
        boolean carries(String label) {
            return !replaced.contains(label) && path.stream().allMatch(labels -> labels.mayContain(label));
        }

        /** The labels that arrive at the top if those are known by name; empty when any label may. */
        Optional<Set<String>> known() {
            return path.stream().filter(labels -> !labels.open()).findFirst().map(labels -> labels.names());
        }
    }
}
