package io.tocsin.evaluation;

import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.util.List;
import java.util.Optional;

/** The rule groups to evaluate, as this process knows them now. */
public interface RuleGroups {

    List<RuleGroup> current();

    /** A current group by its key's text. */
    default Optional<RuleGroup> find(String key) {
        return current().stream()
                .filter(group -> group.key().toString().equals(key))
                .findFirst();
    }

    /** The current groups that are evaluated at the same slots and asked of the same data source, the group itself among them. */
    default List<RuleGroup> companions(RuleGroup group) {
        return group.sharesSlot()
                ? current().stream().filter(group::isCompanionOf).toList()
                : List.of(group);
    }

    /** Whether a group that is not among the current ones may exist all the same: its file cannot be read now. */
    boolean isUnknown(GroupKey group);

    /** Names the content of the rule files; equal contents have equal hashes. Empty when they cannot be read. */
    String contentHash();

    /** The listener is called after every change. */
    void onChange(Runnable listener);

    /** For what asks for groups that are evaluated by nobody. */
    static RuleGroups none() {
        return new NoRuleGroups();
    }
}
