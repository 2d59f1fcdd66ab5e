package io.tocsin.logql.ast;

/** An operation on two expressions, for example {@code a / on (host) group_left () b}.
 *
 * @param returnBool whether a comparison yields 0 or 1 instead of filtering
 */
public record BinaryOperation(
        BinaryOperator operator,
        MetricExpr left,
        MetricExpr right,
        VectorMatching matching,
        boolean returnBool,
        Position position)
        implements MetricExpr {

    @Override
    public <R> R accept(MetricExprVisitor<R> visitor) {
        return visitor.visitBinaryOperation(this);
    }

    /** The expression in canonical LogQL; parsing it gives an equal tree. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
