package io.tocsin.evaluation.sharing;

import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.RangeOperation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorOperation;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation that a finer one holds: {@code sum (…)} is the sum of what {@code sum by (host) (…)} says. Only of lines and
 * bytes that are counted, because whole numbers have the same sum in any order, and only where no stage reads fields out of
 * lines, because a parser reads what the grouping needs and may meet other errors for it.
 *
 * @param of what is aggregated, and how
 * @param labels by which it is grouped
 * @param further how the samples of a finer grouping are aggregated
 */
record Regrouping(String of, Set<String> labels, VectorOperation further) {

    private static final Set<RangeOperation> COUNTING =
            Set.of(RangeOperation.COUNT_OVER_TIME, RangeOperation.BYTES_OVER_TIME);

    /** Empty when the expression is no such aggregation. */
    static Optional<Regrouping> of(MetricExpr expr) {
        if (!(expr instanceof VectorAggregation aggregation)
                || !(aggregation.inner() instanceof RangeAggregation counted)) {
            return Optional.empty();
        }
        VectorOperation further = further(aggregation.operation());
        Grouping grouping = aggregation.grouping();
        if (further == null) {
            return Optional.empty();
        }
        boolean isPlain = !grouping.without()
                && COUNTING.contains(counted.operation())
                && counted.grouping() == null
                && counted.range().unwrap() == null
                && !StageProof.hasParser(counted.range().selector());
        return isPlain
                ? Optional.of(
                        new Regrouping(aggregation.operation() + " " + counted, Set.copyOf(grouping.labels()), further))
                : Optional.empty();
    }

    private static @Nullable VectorOperation further(VectorOperation operation) {
        return switch (operation) {
            case SUM, COUNT -> VectorOperation.SUM;
            case MIN -> VectorOperation.MIN;
            case MAX -> VectorOperation.MAX;
            case AVG, STDDEV, STDVAR, BOTTOMK, TOPK, SORT, SORT_DESC, APPROX_TOPK -> null;
        };
    }

    /** Whether the samples of this grouping say what those of the other one are. */
    boolean holds(Regrouping coarser) {
        return of.equals(coarser.of) && labels.containsAll(coarser.labels);
    }

    /** From the samples of a finer grouping to those of this one. */
    LocalStep step() {
        return new LocalStep.RegroupStep(further, labels);
    }
}
