package io.tocsin.logql.ast;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import java.util.List;

/** Derives {@link OutputLabels} from the leaves to the root. */
final class OutputLabelsVisitor implements MetricExprVisitor<OutputLabels> {

    static final OutputLabelsVisitor INSTANCE = new OutputLabelsVisitor();

    private OutputLabelsVisitor() {}

    @Override
    public OutputLabels visitRangeAggregation(RangeAggregation expr) {
        if (expr.operation() == RangeOperation.ABSENT_OVER_TIME) {
            return OutputLabels.only(expr.range().selector().matchers().stream()
                    .filter(matcher -> matcher.type() == MatchType.EQUAL)
                    .map(LabelMatcher::name)
                    .toList());
        }
        OutputLabels labels = OutputLabels.ANY;
        for (PipelineStage stage : expr.range().selector().stages()) {
            labels = stage.accept(new StageLabels(labels));
        }
        Unwrap unwrap = expr.range().unwrap();
        if (unwrap != null) {
            labels = labels.without(List.of(unwrap.label()));
        }
        Grouping grouping = expr.grouping();
        return grouping == null ? labels : group(labels, grouping);
    }

    private static OutputLabels group(OutputLabels labels, Grouping grouping) {
        return grouping.without() ? labels.without(grouping.labels()) : labels.retain(grouping.labels());
    }

    @Override
    public OutputLabels visitVectorAggregation(VectorAggregation expr) {
        OutputLabels inner = expr.inner().accept(this);
        boolean keepsSeries =
                expr.operation().requiresParameter() || expr.operation().isSort();
        return keepsSeries ? inner : group(inner, expr.grouping());
    }

    @Override
    public OutputLabels visitBinaryOperation(BinaryOperation expr) {
        OutputLabels left = expr.left().accept(this);
        OutputLabels right = expr.right().accept(this);
        if (expr.operator() == BinaryOperator.OR) {
            return left.union(right);
        }
        if (expr.operator().isSetOperator() || expr.right() instanceof NumberLiteral) {
            return left;
        }
        if (expr.left() instanceof NumberLiteral) {
            return right;
        }
        VectorMatching matching = expr.matching();
        return switch (matching.cardinality()) {
            case ONE_TO_ONE -> matching.on() ? left.retain(matching.labels()) : left.without(matching.labels());
            case MANY_TO_ONE -> left.with(matching.include());
            case ONE_TO_MANY -> right.with(matching.include());
        };
    }

    @Override
    public OutputLabels visitLabelReplace(LabelReplace expr) {
        return expr.inner().accept(this).with(List.of(expr.destination()));
    }

    @Override
    public OutputLabels visitVector(VectorExpr expr) {
        return OutputLabels.NONE;
    }

    @Override
    public OutputLabels visitNumber(NumberLiteral expr) {
        return OutputLabels.NONE;
    }
}
