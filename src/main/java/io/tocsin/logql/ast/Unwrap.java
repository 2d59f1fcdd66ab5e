package io.tocsin.logql.ast;

import java.util.List;

/**
 * {@code | unwrap conversion(label) | filter …}: takes the sample's value from a label.
 *
 * @param filters label filters that act after the unwrapping, in order; typically on {@code __error__}
 */
public record Unwrap(String label, UnwrapConversion conversion, List<LabelFilter> filters) {

    public Unwrap {
        filters = List.copyOf(filters);
    }
}
