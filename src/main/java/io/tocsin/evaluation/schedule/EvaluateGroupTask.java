package io.tocsin.evaluation.schedule;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.tocsin.rule.RuleGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler's task that evaluates groups: one persistent instance per group, so that of all replicas on a database
 * exactly one runs a group at a time. The task instance's id is the group's key as text.
 */
public final class EvaluateGroupTask {

    static final String NAME = "evaluate-group";

    private static final Logger log = LoggerFactory.getLogger(EvaluateGroupTask.class);
    private static final Duration BUSY_PAUSE = Duration.ofMillis(250);
    private static final Duration YIELD_PAUSE = Duration.ofMillis(500);
    private static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(30);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);

    private final GroupRunner runner;
    private final DataSourcePermits permits;
    private final NewestRulesElection election;
    private final Clock clock;

    public EvaluateGroupTask(GroupRunner runner, DataSourcePermits permits, NewestRulesElection election, Clock clock) {
        this.runner = runner;
        this.permits = permits;
        this.election = election;
        this.clock = clock;
    }

    public CustomTask<Void> task() {
        return Tasks.custom(NAME, Void.class)
                .onFailure(this::retryLater)
                .onDeadExecutionRevive()
                .execute((instance, context) -> run(instance));
    }

    private CompletionHandler<Void> run(TaskInstance<Void> instance) {
        if (!election.isNewest()) {
            return (complete, operations) ->
                    operations.reschedule(complete, clock.instant().plus(YIELD_PAUSE));
        }
        Optional<RuleGroup> group = runner.find(instance.getId());
        if (group.isEmpty()) {
            return runner.end(instance.getId())
                    ? (complete, operations) -> operations.remove()
                    : (complete, operations) ->
                            operations.reschedule(complete, clock.instant().plus(UNKNOWN_PAUSE));
        }
        AtomicReference<Instant> next = new AtomicReference<>(clock.instant().plus(BUSY_PAUSE));
        permits.runIfFree(group.get().dataSource(), () -> next.set(runner.run(group.get())));
        return (complete, operations) -> operations.reschedule(complete, next.get());
    }

    /** The slot stays due: the cursor has not moved. */
    private void retryLater(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        log.error(
                "evaluation failed and is tried again group={}",
                complete.getExecution().getId(),
                complete.getCause().orElse(null));
        operations.reschedule(complete, clock.instant().plus(FAILURE_PAUSE));
    }
}
