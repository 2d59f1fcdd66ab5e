package io.tocsin.evaluation.replay;

import io.tocsin.datasource.PastDataSources;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.rule.RuleGroup;
import org.springframework.stereotype.Component;

/** Begins replays of groups, for backtests. */
@Component
public class GroupReplays {

    private final RuleQueries queries;
    private final SlotStep step;

    GroupReplays(PastDataSources dataSources, SlotStep step, EvaluationProperties properties) {
        this.queries = RuleQueries.ofPast(dataSources.all(), properties);
        this.step = step.asking(queries);
    }

    /** A replay that starts with no instances. */
    public GroupReplay begin(RuleGroup group) {
        return new GroupReplay(group, queries, step);
    }
}
