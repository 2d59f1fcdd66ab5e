package io.tocsin.logql.ast;

/** An aggregation of samples, for example {@code sum by (host) (...)}.
 *
 * @param parameter the k of {@code topk}, {@code bottomk} and {@code approx_topk}; 0 for every other operation
 * @param grouping {@link Grouping#NONE} when nothing was written
 */
public record VectorAggregation(
        VectorOperation operation, int parameter, MetricExpr inner, Grouping grouping, Position position)
        implements MetricExpr {

    @Override
    public <R> R accept(MetricExprVisitor<R> visitor) {
        return visitor.visitVectorAggregation(this);
    }

    /** The expression in canonical LogQL; parsing it gives an equal tree. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
