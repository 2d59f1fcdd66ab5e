package io.tocsin.backtest;

import io.tocsin.backtest.BacktestJob.JobState;
import io.tocsin.evaluation.replay.ReplayFailedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * The backtests of this process: at most two run at a time, some wait, and results are kept for half an hour. Nothing of
 * them is written to the database. Safe for use by many threads; no method waits for a data source.
 */
@Service
public class Backtests implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Backtests.class);
    private static final int MAX_RUNNING = 2;
    private static final int MAX_UNFINISHED = 10;
    private static final int MAX_KEPT = 30;
    private static final Duration KEPT_FOR = Duration.ofMinutes(30);

    private final BacktestRunner runner;
    private final Clock clock;
    private final Map<String, BacktestJob> jobs = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(MAX_RUNNING, Backtests::thread);

    Backtests(BacktestRunner runner, Clock clock) {
        this.runner = runner;
        this.clock = clock;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "backtest");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins a backtest as soon as there is room for it.
     *
     * @throws BacktestRejectedException if the period has not passed yet
     * @throws TooManyBacktestsException if too many are waiting
     */
    public synchronized BacktestJob start(BacktestRequest request) {
        Instant now = clock.instant();
        if (request.end().isAfter(now)) {
            throw new BacktestRejectedException("the period ends in the future; the time is " + now);
        }
        forgetOld(now);
        long unfinished =
                jobs.values().stream().filter(job -> !job.isFinished()).count();
        if (unfinished >= MAX_UNFINISHED) {
            throw new TooManyBacktestsException(
                    unfinished + " backtests run or wait; try again later, or cancel one of them");
        }
        BacktestJob job = BacktestJob.waiting(UUID.randomUUID().toString(), request, now);
        jobs.put(job.id(), job);
        threads.execute(() -> run(job));
        return job;
    }

    /** Empty when there is no such job, or its result is no longer kept. */
    public synchronized Optional<BacktestJob> find(String id) {
        forgetOld(clock.instant());
        return Optional.ofNullable(jobs.get(id));
    }

    /** All jobs that are known, newest first. */
    public synchronized List<BacktestJob> all() {
        forgetOld(clock.instant());
        return jobs.values().stream()
                .sorted(Comparator.comparing(BacktestJob::createdAt).reversed())
                .toList();
    }

    /** Ends a job that waits or runs, at the next query; a finished one stays as it is. Empty: there is none. */
    public Optional<BacktestJob> cancel(String id) {
        return Optional.ofNullable(jobs.computeIfPresent(
                id,
                (key, job) -> job.isFinished() ? job : job.finished(JobState.CANCELLED, null, "", clock.instant())));
    }

    private void run(BacktestJob job) {
        try {
            if (isCancelled(job.id())) {
                return;
            }
            move(job.id(), current -> current.reached(job.request().start()));
            log.info(
                    "backtest begins backtest={} rules={}",
                    job.id(),
                    job.request().ruleCount());
            BacktestResult result = runner.run(
                    job.request(),
                    () -> isCancelled(job.id()),
                    time -> move(job.id(), current -> current.reached(time)));
            finish(job, JobState.DONE, result, "");
        } catch (ReplayFailedException e) {
            finish(job, JobState.FAILED, null, String.valueOf(e.getMessage()));
        } catch (Throwable e) { // A job that an Error could leave unfinished would hold its place for ever.
            log.error("a backtest failed backtest={}", job.id(), e);
            finish(job, JobState.FAILED, null, "an error inside Tocsin; its log says more");
        }
    }

    private void finish(BacktestJob job, JobState state, @Nullable BacktestResult result, String error) {
        move(job.id(), current -> current.finished(state, result, error, clock.instant()));
        log.info("backtest ends backtest={} state={}", job.id(), state);
    }

    /** A job that was cancelled stays so. */
    private void move(String id, UnaryOperator<BacktestJob> step) {
        jobs.computeIfPresent(id, (key, job) -> job.isFinished() ? job : step.apply(job));
    }

    private boolean isCancelled(String id) {
        BacktestJob job = jobs.get(id);
        return job == null || job.isFinished();
    }

    private void forgetOld(Instant now) {
        List<BacktestJob> finished = jobs.values().stream()
                .filter(BacktestJob::isFinished)
                .sorted(Comparator.comparing(BacktestJob::createdAt).reversed())
                .toList();
        for (int i = 0; i < finished.size(); i++) {
            Instant at = finished.get(i).finishedAt();
            if (i >= MAX_KEPT || at == null || at.plus(KEPT_FOR).isBefore(now)) {
                jobs.remove(finished.get(i).id());
            }
        }
    }

    @Override
    public void destroy() {
        jobs.keySet().forEach(this::cancel);
        threads.shutdownNow();
    }
}
