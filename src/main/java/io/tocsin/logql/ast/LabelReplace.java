package io.tocsin.logql.ast;

/** {@code label_replace(inner, "destination", "replacement", "source", "regex")}.
 *
 * @param regex RE2, to be anchored at both ends
 */
public record LabelReplace(
        MetricExpr inner, String destination, String replacement, String source, String regex, Position position)
        implements MetricExpr {

    @Override
    public <R> R accept(MetricExprVisitor<R> visitor) {
        return visitor.visitLabelReplace(this);
    }

    /** The expression in canonical LogQL; parsing it gives an equal tree. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
