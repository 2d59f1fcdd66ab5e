package io.tocsin.evaluation.schedule;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.tocsin.rule.RuleGroup;
import io.tocsin.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler's task that evaluates groups: one persistent instance per group, so that of all replicas on a database
 * exactly one runs a group at a time. The task instance's id is the group's key as text.
 */
final class EvaluateGroupTask {

    static final String NAME = "evaluate-group";

    private static final Logger log = LoggerFactory.getLogger(EvaluateGroupTask.class);
    private static final Duration YIELD_PAUSE = Duration.ofMillis(500);
    private static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(30);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);

    private final GroupRunner runner;
    private final NewestRulesElection election;
    private final DataSourceThreads threads;
    private final Consumer<Instant> planned;
    private final Tracing tracing;
    private final Clock clock;

    /** @param planned hears when a group is due next */
    EvaluateGroupTask(
            GroupRunner runner,
            NewestRulesElection election,
            DataSourceThreads threads,
            Consumer<Instant> planned,
            Tracing tracing,
            Clock clock) {
        this.runner = runner;
        this.election = election;
        this.tracing = tracing;
        this.threads = threads;
        this.planned = planned;
        this.clock = clock;
    }

    CustomTask<Void> task() {
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
        Instant next = runIfFree(group.get());
        return (complete, operations) -> {
            operations.reschedule(complete, next);
            planned.accept(next);
        };
    }

    /** Runs the group, or puts it off at once while its data source keeps too many threads busy. */
    private Instant runIfFree(RuleGroup group) {
        if (!threads.enter(group.dataSource())) {
            return clock.instant().plus(threads.pause(group.dataSource()));
        }
        try {
            return runTraced(group);
        } finally {
            threads.leave(group.dataSource());
        }
    }

    private Instant runTraced(RuleGroup group) {
        return tracing.within("evaluate", span -> {
            span.with("tocsin.rule_group", group.key().toString());
            return runner.run(group);
        });
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
