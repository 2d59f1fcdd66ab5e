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
final class LineModel implements MetricExprVisitor<LineModel.Outcome> {

    private final double lines;
    private final boolean isEmptyAbsent;

    private LineModel(double lines, boolean isEmptyAbsent) {
        this.lines = lines;
        this.isEmptyAbsent = isEmptyAbsent;
    }

    /** @param value null when nothing is yielded; meaningless unless known */
    record Outcome(boolean isKnown, @Nullable Double value) {

        static final Outcome UNKNOWN = new Outcome(false, null);
        static final Outcome ABSENT = new Outcome(true, null);

        static Outcome of(double value) {
            return new Outcome(true, value);
        }

        boolean isAbsent() {
            return isKnown && value == null;
        }
    }

    static Outcome outcome(MetricExpr expression, double lines) {
        return expression.accept(new LineModel(lines, true));
    }

    /** What the expression would yield if a range without lines counted 0 instead of yielding nothing. */
    static Outcome outcomeOfZero(MetricExpr expression) {
        return expression.accept(new LineModel(0, false));
    }

    @Override
    public Outcome visitRangeAggregation(RangeAggregation expr) {
        boolean isAbsent = lines == 0 && isEmptyAbsent;
        double seconds = expr.range().range().toMillis() / 1000.0;
        return switch (expr.operation()) {
            case COUNT_OVER_TIME -> isAbsent ? Outcome.ABSENT : Outcome.of(lines);
            case RATE ->
                isAbsent
                        ? Outcome.ABSENT
                        : expr.range().unwrap() == null ? Outcome.of(lines / seconds) : Outcome.UNKNOWN;
            case ABSENT_OVER_TIME -> lines == 0 ? Outcome.of(1) : Outcome.ABSENT;
            default -> isAbsent ? Outcome.ABSENT : Outcome.UNKNOWN;
        };
    }

    @Override
    public Outcome visitVectorAggregation(VectorAggregation expr) {
        Outcome inner = expr.inner().accept(this);
        if (inner.isAbsent()) {
            return inner;
        }
        return switch (expr.operation()) {
            case SUM, AVG, MIN, MAX, TOPK, BOTTOMK, SORT, SORT_DESC, APPROX_TOPK -> inner;
            case COUNT -> inner.isKnown() ? Outcome.of(1) : inner;
            case STDDEV, STDVAR -> inner.isKnown() ? Outcome.of(0) : inner;
        };
    }

    @Override
    public Outcome visitBinaryOperation(BinaryOperation expr) {
        Outcome left = expr.left().accept(this);
        Outcome right = expr.right().accept(this);
        if (expr.operator() == BinaryOperator.OR) {
            return left.isAbsent() ? right : left;
        }
        if (left.isAbsent()) {
            return left;
        }
        if (expr.operator() == BinaryOperator.UNLESS) {
            return !right.isKnown() ? right : right.isAbsent() ? left : Outcome.ABSENT;
        }
        if (right.isAbsent() || !right.isKnown()) {
            return right;
        }
        if (expr.operator() == BinaryOperator.AND || !left.isKnown()) {
            return left;
        }
        return computed(expr, value(left), value(right));
    }

    private static double value(Outcome outcome) {
        Double value = outcome.value();
        return value == null ? Double.NaN : value;
    }

    private static Outcome computed(BinaryOperation expr, double left, double right) {
        if (expr.operator().isComparison()) {
            boolean holds = expr.operator().holds(left, right);
            if (expr.returnBool()) {
                return Outcome.of(holds ? 1 : 0);
            }
            double kept = expr.left() instanceof NumberLiteral ? right : left;
            return holds ? Outcome.of(kept) : Outcome.ABSENT;
        }
        return Outcome.of(
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
    public Outcome visitLabelReplace(LabelReplace expr) {
        return expr.inner().accept(this);
    }

    @Override
    public Outcome visitVector(VectorExpr expr) {
        return Outcome.of(expr.value());
    }

    @Override
    public Outcome visitNumber(NumberLiteral expr) {
        return Outcome.of(expr.value());
    }
}
