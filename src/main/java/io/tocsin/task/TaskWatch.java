package io.tocsin.task;

import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import io.tocsin.watch.Watching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports tasks that have not succeeded for three of their periods. Time is counted in looks, one every
 * {@link Watching#PERIOD}, and not read from a clock: a process that was suspended for ten minutes has missed nothing that
 * it could have done, and is not to be killed when it comes back.
 */
public final class TaskWatch implements ConcernSource {

    private static final int PERIODS = 3;
    /** Tasks of a fraction of a second may wait for a slow database now and then. */
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(30);
    /** A step that has neither succeeded nor failed for so long hangs; a new process is the way out. */
    private static final int HANGING = 10;

    private final List<RepeatedWork> tasks;
    private final Map<RepeatedWork, Seen> seen = new HashMap<>();

    public TaskWatch(List<? extends RepeatedWork> tasks) {
        this.tasks = tasks.stream()
                .<RepeatedWork>map(task -> task)
                .sorted(Comparator.comparing(RepeatedWork::name))
                .toList();
    }

    /**
     * What was seen of a task.
     *
     * @param looks how many looks ago it last succeeded
     * @param idleLooks how many looks ago it last did anything
     */
    private record Seen(long successes, long failures, int looks, int idleLooks) {

        boolean isFailing() {
            return idleLooks < looks;
        }

        Seen look(RepeatedWork task) {
            long successesNow = task.tally().successes();
            long failuresNow = task.tally().failures();
            boolean hasSucceeded = successesNow != successes;
            boolean isIdle = !hasSucceeded && failuresNow == failures;
            return new Seen(successesNow, failuresNow, hasSucceeded ? 0 : looks + 1, isIdle ? idleLooks + 1 : 0);
        }
    }

    /** The work that is watched, in the order of its names. */
    public List<RepeatedWork> tasks() {
        return tasks;
    }

    @Override
    public synchronized List<Concern> concerns() {
        List<Concern> concerns = new ArrayList<>();
        for (RepeatedWork task : tasks) {
            Seen now = seen.getOrDefault(task, new Seen(0, 0, 0, 0)).look(task);
            seen.put(task, now);
            if (task.isDead()) {
                concerns.add(new Concern(
                        "task-dead", Severity.DEAD, task.name(), "its thread has ended; restart the process"));
            } else if (task.isRunning()) {
                int patience = looks(task);
                if (now.idleLooks() > patience * HANGING) {
                    concerns.add(new Concern("task-hangs", Severity.DEAD, task.name(), hangs(now)));
                } else if (now.looks() > patience) {
                    Severity severity = task.needsNewProcess() ? Severity.DEAD : task.severityWhenLate();
                    concerns.add(new Concern("task-late", severity, task.name(), late(task, now)));
                }
            }
        }
        return concerns;
    }

    private static int looks(RepeatedWork task) {
        Duration patience = task.period().multipliedBy(PERIODS);
        Duration longer = patience.compareTo(SHORTEST_PATIENCE) > 0 ? patience : SHORTEST_PATIENCE;
        return (int) longer.dividedBy(Watching.PERIOD);
    }

    private static String hangs(Seen seen) {
        return "neither succeeded nor failed for " + duration(seen.idleLooks()) + "; restart the process";
    }

    private static String late(RepeatedWork task, Seen seen) {
        String why = seen.isFailing() ? "; it fails with " + task.tally().lastFailure() : "; its step is still running";
        return "has not succeeded for " + duration(seen.looks()) + why;
    }

    private static String duration(int looks) {
        return Watching.PERIOD.multipliedBy(looks).toSeconds() + " s";
    }
}
