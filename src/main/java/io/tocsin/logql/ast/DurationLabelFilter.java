package io.tocsin.logql.ast;

import java.time.Duration;

/** A label compared with a duration, for example {@code took > 1.5s}. */
public record DurationLabelFilter(String label, ComparisonOperator operator, Duration value, Position position)
        implements LabelFilter {

    @Override
    public <R> R accept(LabelFilterVisitor<R> visitor) {
        return visitor.visitDuration(this);
    }

    /** The filter in canonical LogQL, without the leading pipe. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
