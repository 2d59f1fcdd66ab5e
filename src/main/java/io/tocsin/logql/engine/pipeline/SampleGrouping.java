package io.tocsin.logql.engine.pipeline;

import java.util.List;
import java.util.TreeSet;

/**
 * Which labels the samples of a range aggregation keep.
 *
 * @param labels sorted, without repetition
 * @param without whether the labels are removed rather than kept
 * @param noLabels whether all samples belong to one series without labels
 */
public record SampleGrouping(List<String> labels, boolean without, boolean noLabels) {

    /** All labels are kept. */
    public static final SampleGrouping ALL = new SampleGrouping(List.of(), false, false);

    public SampleGrouping {
        labels = List.copyOf(new TreeSet<>(labels));
    }
}
