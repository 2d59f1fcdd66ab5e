package io.tocsin.evaluation.schedule;

import io.tocsin.evaluation.RuleGroups;
import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import java.time.Duration;

/** Keeps the scheduled groups, and this replica's standing among the others, up to date. */
public final class GroupSchedulingLoop {

    private static final Duration BEAT = Duration.ofSeconds(3);

    private final GroupScheduling scheduling;
    private final NewestRulesElection election;
    private final RepeatingTask task =
            RepeatingTask.every(BEAT, "group-scheduling", this::beat).stopping(StopOrder.EVALUATION);
    private volatile boolean isDue = true;

    public GroupSchedulingLoop(GroupScheduling scheduling, NewestRulesElection election, RuleGroups groups) {
        this.scheduling = scheduling;
        this.election = election;
        groups.onChange(() -> {
            isDue = true;
            task.wake();
        });
    }

    public RepeatingTask task() {
        return task;
    }

    /** What was due stays so when it fails. */
    private void beat() {
        if (election.beat()) {
            isDue = true;
        }
        if (isDue && election.isNewest()) {
            isDue = false;
            boolean isDone = false;
            try {
                scheduling.synchronize();
                isDone = true;
            } finally {
                isDue = isDue || !isDone;
            }
        }
    }
}
