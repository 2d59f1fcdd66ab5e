package io.tocsin.logql.ast;

/** A number: the value of a scalar expression, or a side of a binary operation. */
public record NumberLiteral(double value, Position position) implements MetricExpr {

    @Override
    public <R> R accept(MetricExprVisitor<R> visitor) {
        return visitor.visitNumber(this);
    }

    /** The expression in canonical LogQL; parsing it gives an equal tree. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
