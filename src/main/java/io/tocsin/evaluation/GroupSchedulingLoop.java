package io.tocsin.evaluation;

import io.tocsin.task.RepeatingTask;
import io.tocsin.task.StopOrder;
import java.time.Duration;

/** Keeps the scheduled groups, and this replica's standing among the others, up to date. */
final class GroupSchedulingLoop {

    private static final Duration BEAT = Duration.ofSeconds(3);

    private final GroupScheduling scheduling;
    private final RuleAgreement agreement;
    private final RepeatingTask task =
            RepeatingTask.every(BEAT, "group-scheduling", this::beat).stopping(StopOrder.EVALUATION);
    private volatile boolean isDue = true;

    GroupSchedulingLoop(GroupScheduling scheduling, RuleAgreement agreement, RuleGroups groups) {
        this.scheduling = scheduling;
        this.agreement = agreement;
        groups.onChange(() -> {
            isDue = true;
            task.wake();
        });
    }

    RepeatingTask task() {
        return task;
    }

    /** What was due stays so when it fails. */
    private void beat() {
        if (agreement.beat()) {
            isDue = true;
        }
        if (isDue && agreement.isNewest()) {
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
