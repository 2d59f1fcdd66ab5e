package io.tocsin.evaluation;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that keeps the scheduled groups, and this replica's standing among the others, up to date. */
final class GroupSchedulingLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupSchedulingLoop.class);
    private static final Duration BEAT = Duration.ofSeconds(3);

    private final GroupScheduling scheduling;
    private final RuleAgreement agreement;
    private final RuleGroups groups;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "group-scheduling");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile boolean isDue = true;

    GroupSchedulingLoop(GroupScheduling scheduling, RuleAgreement agreement, RuleGroups groups) {
        this.scheduling = scheduling;
        this.agreement = agreement;
        this.groups = groups;
    }

    void start() {
        groups.onChange(() -> {
            isDue = true;
            if (!thread.isShutdown()) {
                thread.execute(this::beat);
            }
        });
        thread.scheduleWithFixedDelay(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The edge of the loop: whatever goes wrong, the next beat tries again. */
    private void beat() {
        try {
            if (agreement.beat()) {
                isDue = true;
            }
            if (isDue && agreement.isNewest()) {
                isDue = false;
                scheduling.synchronize();
            }
        } catch (RuntimeException e) {
            isDue = true;
            log.error("rule groups could not be scheduled; tried again in {}", BEAT, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
