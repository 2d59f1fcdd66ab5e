package io.tocsin.evaluation;

import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The groups that a test says, of files that can all be read. */
public final class GroupsOfATest implements RuleGroups {

    private final Supplier<List<RuleGroup>> groups;
    private final List<Runnable> listeners = new ArrayList<>();

    /** @param groups asked for again each time */
    public GroupsOfATest(Supplier<List<RuleGroup>> groups) {
        this.groups = groups;
    }

    @Override
    public List<RuleGroup> current() {
        return List.copyOf(groups.get());
    }

    @Override
    public boolean isUnknown(GroupKey group) {
        return false;
    }

    @Override
    public String contentHash() {
        return Integer.toString(groups.get().hashCode());
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Says that they are others now. */
    public void changed() {
        listeners.forEach(Runnable::run);
    }
}
