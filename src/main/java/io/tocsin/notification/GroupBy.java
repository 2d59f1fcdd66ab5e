package io.tocsin.notification;

import io.tocsin.label.Labels;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The labels by which a policy groups alerts ({@code group_by}).
 *
 * @param everyLabel {@code ['...']}: every label set is a group of its own
 * @param names ignored when {@code everyLabel}; empty: one group for all alerts of the policy
 */
public record GroupBy(boolean everyLabel, SortedSet<String> names) {

    /** One group per alert name, the default. */
    public static final GroupBy ALERT_NAME = of(Labels.ALERT_NAME);

    public static final GroupBy EVERY_LABEL = new GroupBy(true, Collections.emptySortedSet());

    public GroupBy {
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    public static GroupBy of(String... names) {
        return new GroupBy(false, new TreeSet<>(Arrays.asList(names)));
    }

    /** The part of the labels that tells the alert's group. */
    public Labels groupLabels(Labels labels) {
        return everyLabel ? labels : labels.retain(names);
    }
}
