package io.tocsin.logql.ast;

/** {@code vector(value)}: one sample without labels. */
public record VectorExpr(double value, Position position) implements MetricExpr {

    @Override
    public <R> R accept(MetricExprVisitor<R> visitor) {
        return visitor.visitVector(this);
    }

    /** The expression in canonical LogQL; parsing it gives an equal tree. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
