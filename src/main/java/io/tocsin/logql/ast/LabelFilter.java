package io.tocsin.logql.ast;

/** A condition on the labels of an entry. */
public sealed interface LabelFilter
        permits StringLabelFilter,
                NumberLabelFilter,
                DurationLabelFilter,
                BytesLabelFilter,
                IpLabelFilter,
                AndLabelFilter,
                OrLabelFilter {

    Position position();

    <R> R accept(LabelFilterVisitor<R> visitor);
}
