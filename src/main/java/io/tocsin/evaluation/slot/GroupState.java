package io.tocsin.evaluation.slot;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.GroupCursor;
import io.tocsin.alert.store.RuleRecord;
import io.tocsin.rule.RuleKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the database knows of a group before an evaluation. The cursor was read first, so that it is never newer. */
public record GroupState(GroupCursor cursor, List<AlertInstance> instances, Map<RuleKey, RuleRecord> rules) {

    /** The same as if the group had no other rules than these. */
    GroupState of(Set<RuleKey> some) {
        Map<RuleKey, RuleRecord> theirs = new HashMap<>(rules);
        theirs.keySet().retainAll(some);
        return new GroupState(
                cursor,
                instances.stream()
                        .filter(instance -> some.contains(instance.rule()))
                        .toList(),
                theirs);
    }

    List<AlertInstance> instancesOf(RuleKey rule) {
        return instances.stream()
                .filter(instance -> instance.rule().equals(rule))
                .toList();
    }

    /** A rule as it was when it was last evaluated. */
    RuleReference reference(RuleKey rule) {
        RuleRecord known = rules.get(rule);
        if (known == null) {
            throw new IllegalStateException("rule " + rule + " has instances, but nothing is known of it");
        }
        return known.reference();
    }
}
