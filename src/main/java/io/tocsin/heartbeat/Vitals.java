package io.tocsin.heartbeat;

import io.tocsin.database.ProbeRow;
import io.tocsin.evaluation.status.EvaluationProgress;
import io.tocsin.task.RepeatedWork;
import io.tocsin.task.TaskWatch;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import io.tocsin.watch.Watching;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether evaluating, storing and delivering have really succeeded of late. */
final class Vitals {

    /** The loops that make a message out of a line, as {@link RepeatedWork#name()} has them. */
    static final Set<String> LOOPS =
            Set.of("scheduler", "dispatch", "dispatch-flush-1", "dispatch-flush-2", "dispatch-flush-3", "delivery");

    private static final Duration LOOP_PATIENCE = Duration.ofSeconds(30);

    private final Watching watching;
    private final TaskWatch tasks;
    private final EvaluationProgress progress;
    private final ProbeRow probe;
    private final String replica;
    private final Clock clock;

    Vitals(
            Watching watching,
            TaskWatch tasks,
            EvaluationProgress progress,
            ProbeRow probe,
            String replica,
            Clock clock) {
        this.watching = watching;
        this.tasks = tasks;
        this.progress = progress;
        this.probe = probe;
        this.replica = replica;
        this.clock = clock;
    }

    /** Why this replica is not to be called alive; empty when it is. Blocks for the database, seconds at most. */
    Optional<String> trouble() {
        List<Concern> grave = watching.report().from(Severity.UNREADY);
        if (!grave.isEmpty()) {
            return Optional.of(grave.get(0).code() + ": " + grave.get(0).reason());
        }
        Optional<RepeatedWork> late = tasks.tasks().stream()
                .filter(task -> LOOPS.contains(task.name()))
                .filter(task -> !task.isRunning() || task.tally().sinceSuccess().compareTo(LOOP_PATIENCE) > 0)
                .findFirst();
        if (late.isPresent()) {
            return late.map(task -> "the task " + task.name() + " has not succeeded for "
                    + task.tally().sinceSuccess().toSeconds() + " s");
        }
        try {
            return probe.trouble(replica, clock.instant()).or(() -> progress.trouble(clock.instant()));
        } catch (RuntimeException e) {
            return Optional.of("the database failed: " + e.getClass().getSimpleName());
        }
    }
}
