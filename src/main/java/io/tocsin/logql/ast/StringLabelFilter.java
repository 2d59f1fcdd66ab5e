package io.tocsin.logql.ast;

import io.tocsin.label.LabelMatcher;

/** A label compared with a text or a regex, for example {@code level=~"warn|error"}. Unlike in a stream selector, {@code .}
 * does not match a newline here: use the matcher for its parts and compile the regex without the {@code s} flag.
 */
public record StringLabelFilter(LabelMatcher matcher, Position position) implements LabelFilter {

    @Override
    public <R> R accept(LabelFilterVisitor<R> visitor) {
        return visitor.visitString(this);
    }

    /** The filter in canonical LogQL, without the leading pipe. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
