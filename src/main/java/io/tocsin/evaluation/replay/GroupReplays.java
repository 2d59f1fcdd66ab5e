package io.tocsin.evaluation.replay;

import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.slot.SlotSteps;
import io.tocsin.rule.RuleGroup;
import org.springframework.stereotype.Component;

/** Begins replays of groups, for backtests. */
@Component
public class GroupReplays {

    private final RuleQueries queries;
    private final SlotSteps steps;

    GroupReplays(PastDataSources dataSources, SlotSteps steps, EvaluationProperties properties) {
        this.queries = new RuleQueries(dataSources.all(), properties);
        this.steps = steps.asking(queries);
    }

    /** A replay that starts with no instances. */
    public GroupReplay begin(RuleGroup group) {
        return new GroupReplay(group, queries, steps);
    }
}
