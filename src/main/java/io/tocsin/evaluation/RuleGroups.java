package io.tocsin.evaluation;

import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.util.List;

/** The rule groups to evaluate, as this process knows them now. */
interface RuleGroups {

    List<RuleGroup> current();

    /** Whether a group that is not among the current ones may exist all the same: its file cannot be read now. */
    boolean isUnknown(GroupKey group);

    /** Names the content of the rule files; equal contents have equal hashes. Empty when they cannot be read. */
    String contentHash();

    /** The listener is called after every change. */
    void onChange(Runnable listener);
}
