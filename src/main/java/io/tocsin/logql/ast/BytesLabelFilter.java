package io.tocsin.logql.ast;

/** A label compared with a size, for example {@code size > 10kB}.
 *
 * @param bytes rounded to what Loki prints (two or three digits), because it prints and parses each query again
 */
public record BytesLabelFilter(String label, ComparisonOperator operator, long bytes, Position position)
        implements LabelFilter {

    @Override
    public <R> R accept(LabelFilterVisitor<R> visitor) {
        return visitor.visitBytes(this);
    }

    /** The filter in canonical LogQL, without the leading pipe. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
