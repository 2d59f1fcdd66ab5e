package io.tocsin.logql.ast;

/** One method per kind of {@link LabelFilter}. */
public interface LabelFilterVisitor<R> {

    R visitString(StringLabelFilter filter);

    R visitNumber(NumberLabelFilter filter);

    R visitDuration(DurationLabelFilter filter);

    R visitBytes(BytesLabelFilter filter);

    R visitIp(IpLabelFilter filter);

    R visitAnd(AndLabelFilter filter);

    R visitOr(OrLabelFilter filter);
}
