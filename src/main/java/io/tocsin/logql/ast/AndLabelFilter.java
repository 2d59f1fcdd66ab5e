package io.tocsin.logql.ast;

/** Both must hold: written {@code and}, as a comma or as nothing at all. The parser balances longer chains. */
public record AndLabelFilter(LabelFilter left, LabelFilter right, Position position) implements LabelFilter {

    @Override
    public <R> R accept(LabelFilterVisitor<R> visitor) {
        return visitor.visitAnd(this);
    }

    /** The filter in canonical LogQL, without the leading pipe. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
