package io.tocsin.evaluation;

import io.tocsin.rule.RuleGroup;
import org.springframework.stereotype.Component;

/** Begins replays of groups, for backtests. */
@Component
public class GroupReplays {

    private final RuleQueries queries;
    private final SlotSteps steps;

    GroupReplays(RuleQueries queries, SlotSteps steps) {
        this.queries = queries;
        this.steps = steps;
    }

    /** A replay that starts with no instances. */
    public GroupReplay begin(RuleGroup group) {
        return new GroupReplay(group, queries, steps);
    }
}
