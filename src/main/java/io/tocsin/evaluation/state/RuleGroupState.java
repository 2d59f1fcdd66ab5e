package io.tocsin.evaluation.state;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.RuleReference;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a group between two slots: the instances of its rules, and what is remembered of the rules themselves.
 *
 * @param evaluated the group that went through the newest slot; null where that is not known, as of what was stored
 */
public record RuleGroupState(
        Map<RuleKey, List<AlertInstance>> instances,
        Map<RuleKey, RuleRecord> rules,
        @Nullable RuleGroup evaluated) {

    /** Of a group that was never evaluated. */
    public static final RuleGroupState EMPTY = new RuleGroupState(Map.of(), Map.of(), null);

    public static RuleGroupState of(Collection<AlertInstance> instances, Map<RuleKey, RuleRecord> rules) {
        return new RuleGroupState(instances.stream().collect(Collectors.groupingBy(AlertInstance::rule)), rules, null);
    }

    /** The same as if the group had no other rules than these. */
    public RuleGroupState only(Collection<RuleKey> some) {
        Map<RuleKey, List<AlertInstance>> theirs = new HashMap<>(instances);
        theirs.keySet().retainAll(some);
        Map<RuleKey, RuleRecord> records = new HashMap<>(rules);
        records.keySet().retainAll(some);
        return new RuleGroupState(theirs, records, null);
    }

    public List<AlertInstance> instancesOf(RuleKey rule) {
        return instances.getOrDefault(rule, List.of());
    }

    /**
     * The slot at which the texts of the rule's active instances were made, by the very rules of this group; null where that
     * is not known.
     */
    @Nullable
    Instant textsMadeAt(RuleKey rule, RuleGroup group) {
        RuleRecord known = rules.get(rule);
        // The same object, not an equal one: this is asked for each rule at each slot.
        return evaluated == group && known != null ? known.newest().slot() : null;
    }

    /** What a rule that watches for absence knows of its entities. */
    public EntityMemory entities(AlertRule rule) {
        return RuleMemory.of(rule, rules.get(rule.key())).entities();
    }

    /** A rule as it was when it was last evaluated. */
    public RuleReference reference(RuleKey rule) {
        RuleRecord known = rules.get(rule);
        if (known == null) {
            throw new IllegalStateException("rule " + rule + " has instances, but nothing is known of it");
        }
        return known.reference();
    }
}
