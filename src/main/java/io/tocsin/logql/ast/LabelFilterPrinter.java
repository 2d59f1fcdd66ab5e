package io.tocsin.logql.ast;

import io.tocsin.label.LabelMatcher;
import io.tocsin.text.go.ByteSizes;
import io.tocsin.text.go.GoDurations;
import io.tocsin.text.go.GoFloats;
import io.tocsin.text.go.Quoting;

/** Label filters as canonical LogQL, without the leading pipe. */
final class LabelFilterPrinter implements LabelFilterVisitor<String> {

    static final LabelFilterPrinter INSTANCE = new LabelFilterPrinter();

    private static final long BYTES_PER_PETABYTE = 1_000_000_000_000_000L;
    private static final long BYTES_PER_EXABYTE = 1000 * BYTES_PER_PETABYTE;

    private LabelFilterPrinter() {}

    static String matcher(LabelMatcher matcher) {
        return matcher.name() + matcher.type().operator() + Quoting.quote(matcher.value());
    }

    @Override
    public String visitString(StringLabelFilter filter) {
        return matcher(filter.matcher());
    }

    @Override
    public String visitNumber(NumberLabelFilter filter) {
        return filter.label() + filter.operator().symbol() + LogqlPrinter.literal(GoFloats.plain(filter.value()));
    }

    @Override
    public String visitDuration(DurationLabelFilter filter) {
        return filter.label()
                + filter.operator().symbol()
                + GoDurations.format(filter.value().toNanos());
    }

    @Override
    public String visitBytes(BytesLabelFilter filter) {
        return filter.label() + filter.operator().symbol() + size(filter.bytes());
    }

    /** LogQL reads neither {@code 0B} nor exabytes back. */
    private static String size(long bytes) {
        if (bytes == 0) {
            return "0.0B";
        }
        return bytes >= BYTES_PER_EXABYTE ? bytes / BYTES_PER_PETABYTE + "PB" : ByteSizes.format(bytes);
    }

    @Override
    public String visitIp(IpLabelFilter filter) {
        return filter.label() + (filter.negated() ? "!=" : "=") + "ip(" + Quoting.quote(filter.pattern()) + ")";
    }

    @Override
    public String visitAnd(AndLabelFilter filter) {
        return factor(filter.left()) + " and " + factor(filter.right());
    }

    private String factor(LabelFilter filter) {
        String text = filter.accept(this);
        return filter instanceof OrLabelFilter ? "(" + text + ")" : text;
    }

    @Override
    public String visitOr(OrLabelFilter filter) {
        return filter.left().accept(this) + " or " + filter.right().accept(this);
    }
}
