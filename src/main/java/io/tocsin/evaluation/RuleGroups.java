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

    /** Whether a group that is not among the current ones may exist all the same: its file cannot be read now. */
    boolean isUnknown(GroupKey group);

    /** Names the content of the rule files; equal contents have equal hashes. Empty when they cannot be read. */
    String contentHash();

    /** The listener is called after every change. */
    void onChange(Runnable listener);
}
