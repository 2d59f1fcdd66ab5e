package io.tocsin.rule.lint;

import io.tocsin.logql.ast.BinaryOperation;
import io.tocsin.logql.ast.BinaryOperator;
import io.tocsin.logql.ast.LabelReplace;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.MetricExprVisitor;
import io.tocsin.logql.ast.NumberLiteral;
import io.tocsin.logql.ast.RangeAggregation;
import io.tocsin.logql.ast.VectorAggregation;
import io.tocsin.logql.ast.VectorExpr;
import org.jspecify.annotations.Nullable;

/**
 * What an expression yields when each of its ranges holds so many matching lines of one stream: a thought experiment
 * that tells apart rules that always fire, rules that fire at the first line and rules that fire without lines.
 */
final class LineModel implements MetricExprVisitor<LineModel.LineOutcome> {

    private final double lines;
    private final boolean isEmptyAbsent;

    private LineModel(double lines, boolean isEmptyAbsent) {
        this.lines = lines;
        this.isEmptyAbsent = isEmptyAbsent;
    }

    /** @param value null when nothing is yielded; meaningless unless known */
    record LineOutcome(boolean isKnown, @Nullable Double value) {

        static final LineOutcome UNKNOWN = new LineOutcome(false, null);
        static final LineOutcome ABSENT = new LineOutcome(true, null);

        static LineOutcome of(double value) {
            return new LineOutcome(true, value);
        }

        boolean isAbsent() {
            return isKnown && value == null;
        }
    }

    static LineOutcome outcome(MetricExpr expression, double lines) {
        return expression.accept(new LineModel(lines, true));
    }

    /** What the expression would yield if a range without lines counted 0 instead of yielding nothing. */
    static LineOutcome outcomeOfZero(MetricExpr expression) {
        return expression.accept(new LineModel(0, false));
    }

    @Override
    public LineOutcome visitRangeAggregation(RangeAggregation expr) {
        boolean isAbsent = lines == 0 && isEmptyAbsent;
        double seconds = expr.range().range().toMillis() / 1000.0;
        return switch (expr.operation()) {
            case COUNT_OVER_TIME -> isAbsent ? LineOutcome.ABSENT : LineOutcome.of(lines);
            case RATE ->
                isAbsent
                        ? LineOutcome.ABSENT
                        : expr.range().unwrap() == null ? LineOutcome.of(lines / seconds) : LineOutcome.UNKNOWN;
            case ABSENT_OVER_TIME -> lines == 0 ? LineOutcome.of(1) : LineOutcome.ABSENT;
            default -> isAbsent ? LineOutcome.ABSENT : LineOutcome.UNKNOWN;
        };
    }

    @Override
    public LineOutcome visitVectorAggregation(VectorAggregation expr) {
        LineOutcome inner = expr.inner().accept(this);
        if (inner.isAbsent()) {
            return inner;
        }
        return switch (expr.operation()) {
            case SUM, AVG, MIN, MAX, TOPK, BOTTOMK, SORT, SORT_DESC, APPROX_TOPK -> inner;
            case COUNT -> inner.isKnown() ? LineOutcome.of(1) : inner;
            case STDDEV, STDVAR -> inner.isKnown() ? LineOutcome.of(0) : inner;
        };
    }

    @Override
    public LineOutcome visitBinaryOperation(BinaryOperation expr) {
        LineOutcome left = expr.left().accept(this);
        LineOutcome right = expr.right().accept(this);
        if (expr.operator() == BinaryOperator.OR) {
            return left.isAbsent() ? right : left;
        }
        if (left.isAbsent()) {
            return left;
        }
        if (expr.operator() == BinaryOperator.UNLESS) {
            return !right.isKnown() ? right : right.isAbsent() ? left : LineOutcome.ABSENT;
        }
        if (right.isAbsent() || !right.isKnown()) {
            return right;
        }
        if (expr.operator() == BinaryOperator.AND || !left.isKnown()) {
            return left;
        }
        return computed(expr, value(left), value(right));
    }

    private static double value(LineOutcome outcome) {
        Double value = outcome.value();
        return value == null ? Double.NaN : value;
    }

    private static LineOutcome computed(BinaryOperation expr, double left, double right) {
        if (expr.operator().isComparison()) {
            boolean holds = expr.operator().holds(left, right);
            if (expr.returnBool()) {
                return LineOutcome.of(holds ? 1 : 0);
            }
            double kept = expr.left() instanceof NumberLiteral ? right : left;
            return holds ? LineOutcome.of(kept) : LineOutcome.ABSENT;
        }
        return LineOutcome.of(
                switch (expr.operator()) {
                    case ADD -> left + right;
                    case SUBTRACT -> left - right;
                    case MULTIPLY -> left * right;
                    case DIVIDE -> left / right;
                    case MODULO -> left % right;
                    case POWER -> Math.pow(left, right);
                    default -> throw new IllegalStateException("no arithmetic: " + expr.operator());
                });
    }

    @Override
    public LineOutcome visitLabelReplace(LabelReplace expr) {
        return expr.inner().accept(this);
    }

    @Override
    public LineOutcome visitVector(VectorExpr expr) {
        return LineOutcome.of(expr.value());
    }

    @Override
    public LineOutcome visitNumber(NumberLiteral expr) {
        return LineOutcome.of(expr.value());
    }
}
