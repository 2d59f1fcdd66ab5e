package io.tocsin.logql.ast;

/** A label compared with an IP address, range or CIDR, for example {@code addr = ip("10.0.0.0/8")}.
 *
 * @param negated whether {@code !=} was written
 */
public record IpLabelFilter(String label, boolean negated, String pattern, Position position) implements LabelFilter {

    @Override
    public <R> R accept(LabelFilterVisitor<R> visitor) {
        return visitor.visitIp(this);
    }

    /** The filter in canonical LogQL, without the leading pipe. */
    @Override
    public String toString() {
        return LogqlPrinter.print(this);
    }
}
