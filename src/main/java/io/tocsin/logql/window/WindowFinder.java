package io.tocsin.logql.window;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.DecolorizeStage;
import io.tocsin.logql.ast.DropStage;
import io.tocsin.logql.ast.Grouping;
import io.tocsin.logql.ast.KeepStage;
import io.tocsin.logql.ast.LabelFilterStage;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.LineFilterStage;
import io.tocsin.logql.ast.LineFormatStage;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.PipelineStage;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import io.tocsin.logql.ast.VectorOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the windows of an expression, each with as much of what is around it as can be joined: {@code sum by (host) (…)} is
 * the sum of the slices' sums, {@code max by (host) (count_over_time(…))} is not the largest of the slices' ones, so there
 * the counts themselves are joined. Says the reason when one of them cannot be.
 */
final class WindowFinder implements MetricExprVisitor<Optional<UnslicedReason>> {

    private static final Optional<UnslicedReason> NONE = Optional.empty();

    private final List<WindowPart> parts = new ArrayList<>();

    List<WindowPart> parts() {
        return List.copyOf(parts);
    }

    @Override
    public Optional<UnslicedReason> visitRangeAggregation(RangeAggregation expr) {
        SliceJoin join = SliceJoin.of(expr.operation());
        return join == null ? Optional.of(UnslicedReason.FUNCTION) : take(expr, expr, expr.grouping(), join);
    }

    @Override
    public Optional<UnslicedReason> visitVectorAggregation(VectorAggregation expr) {
        if (expr.inner() instanceof RangeAggregation range && range.grouping() == null) {
            SliceJoin join = SliceJoin.of(range.operation());
            if (join != null && join.commutesWith(expr.operation())) {
                return take(expr, range, expr.grouping(), join);
            }
        }
        return isComputedHere(expr.operation()) ? expr.inner().accept(this) : Optional.of(UnslicedReason.AGGREGATION);
    }

    /** Which of equal series come first, or how a deviation is rounded, is the data source's own affair. */
    private static boolean isComputedHere(VectorOperation operation) {
        return switch (operation) {
            case SUM, AVG, COUNT, MIN, MAX -> true;
            case STDDEV, STDVAR, BOTTOMK, TOPK, SORT, SORT_DESC, APPROX_TOPK -> false;
        };
    }

    private Optional<UnslicedReason> take(
            MetricExpr expr, RangeAggregation range, @Nullable Grouping grouping, SliceJoin join) {
        if (range.range().offset().isNegative()) {
            return Optional.of(UnslicedReason.FUTURE);
        }
        boolean readsLabels = range.range().selector().stages().stream().anyMatch(WindowFinder::readsLabels);
        if (readsLabels && (grouping == null || grouping.without())) {
            return Optional.of(UnslicedReason.PARSED_LABELS);
        }
        Set<String> required = readsLabels && grouping != null ? Set.copyOf(grouping.labels()) : Set.of();
        parts.add(new WindowPart(expr, range, join, required));
        return NONE;
    }

    /** Whether a label can come out of the stage that is there and empty, which an answer does not tell from none. */
    private static boolean readsLabels(PipelineStage stage) {
        return !(stage instanceof LineFilterStage
                || stage instanceof LabelFilterStage
                || stage instanceof LineFormatStage
                || stage instanceof DropStage
                || stage instanceof KeepStage
                || stage instanceof DecolorizeStage);
    }

    @Override
    public Optional<UnslicedReason> visitBinaryOperation(BinaryOperation expr) {
        Optional<UnslicedReason> left = expr.left().accept(this);
        return left.isPresent() ? left : expr.right().accept(this);
    }

    @Override
    public Optional<UnslicedReason> visitLabelReplace(LabelReplace expr) {
        return expr.inner().accept(this);
    }

    @Override
    public Optional<UnslicedReason> visitVector(VectorExpr expr) {
        return NONE;
    }

    @Override
    public Optional<UnslicedReason> visitNumber(NumberLiteral expr) {
        return NONE;
    }
}
