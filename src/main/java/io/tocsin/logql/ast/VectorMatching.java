package io.tocsin.logql.ast;

import java.util.List;

/**
 * How the two sides of a binary operation find each other.
 *
 * @param on whether {@code labels} are the ones to compare ({@code on}) rather than to leave out ({@code ignoring})
 * @param include labels that {@code group_left} or {@code group_right} copies from the "one" side
 */
public record VectorMatching(Cardinality cardinality, boolean on, List<String> labels, List<String> include) {

    /** All labels must be equal: nothing was written. */
    public static final VectorMatching DEFAULT =
            new VectorMatching(Cardinality.ONE_TO_ONE, false, List.of(), List.of());

    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    /** Which side may have several samples for one of the other. */
    public enum Cardinality {
        ONE_TO_ONE,
        /** {@code group_left}. */
        MANY_TO_ONE,
        /** {@code group_right}. */
        ONE_TO_MANY
    }
}
