package io.tocsin.logql.ast;

import java.util.List;

/**
 * {@code by (labels)} or {@code without (labels)}.
 *
 * @param without whether the labels are removed rather than kept
 */
public record Grouping(boolean without, List<String> labels) {

    /** {@code by ()}: everything into one group. */
    public static final Grouping NONE = new Grouping(false, List.of());

    public Grouping {
        labels = List.copyOf(labels);
    }

    /** Whether all samples fall into one group without labels. */
    public boolean isSingleton() {
        return !without && labels.isEmpty();
    }
}
