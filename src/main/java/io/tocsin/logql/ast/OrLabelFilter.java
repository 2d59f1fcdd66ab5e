package io.tocsin.logql.ast;

/** Either must hold. The parser balances longer chains. */
public record OrLabelFilter(LabelFilter left, LabelFilter right, Position position) implements LabelFilter {

    @Override
    public <R> R accept(LabelFilterVisitor<R> visitor) {
        return visitor.visitOr(this);
    }

    /** The filter in canonical LogQL, without the leading pipe. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
