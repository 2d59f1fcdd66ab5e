package io.tocsin.evaluation;

import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.util.List;

/** No groups, and never any. */
final class NoRuleGroups implements RuleGroups {

    @Override
    public List<RuleGroup> current() {
        return List.of();
    }

    @Override
    public boolean isUnknown(GroupKey group) {
        return false;
    }

    @Override
    public String contentHash() {
        return "";
    }

    @Override
    public void onChange(Runnable listener) {}
}
