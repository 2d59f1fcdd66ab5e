package io.tocsin.logql.ast;

/** A label compared with a number, for example {@code status >= 500}. */
public record NumberLabelFilter(String label, ComparisonOperator operator, double value, Position position)
        implements LabelFilter {

    @Override
    public <R> R accept(LabelFilterVisitor<R> visitor) {
        return visitor.visitNumber(this);
    }

    /** The filter in canonical LogQL, without the leading pipe. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
