package io.tocsin.notification;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * While a source alert fires, target alerts with the same values of some labels are not told.
 *
 * @param equal labels that must have equal values on both; a label that is absent counts as empty
 */
public record InhibitRule(List<LabelMatcher> source, List<LabelMatcher> target, SortedSet<String> equal) {

    public InhibitRule {
        source = List.copyOf(source);
        target = List.copyOf(target);
        equal = Collections.unmodifiableSortedSet(new TreeSet<>(equal));
    }

    public boolean isSource(Labels labels) {
        return source.stream().allMatch(matcher -> matcher.matches(labels));
    }

    public boolean isTarget(Labels labels) {
        return target.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /** The part of the labels that source and target must have in common. */
    public Labels equalPart(Labels labels) {
        return labels.retain(equal);
    }
}
