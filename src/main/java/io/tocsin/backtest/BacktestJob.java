package io.tocsin.backtest;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backtest as it stands at one moment.
 *
 * @param reachedAt the past is evaluated up to here
 * @param finishedAt null while it waits or runs
 * @param result null unless it is done
 * @param error why it failed; empty otherwise
 */
public record BacktestJob(
        String id,
        JobState state,
        BacktestRequest request,
        Instant createdAt,
        Instant reachedAt,
        @Nullable Instant finishedAt,
        @Nullable BacktestResult result,
        String error) {

    /** Where a job is. */
    public enum JobState {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    static BacktestJob waiting(String id, BacktestRequest request, Instant now) {
        return new BacktestJob(id, JobState.WAITING, request, now, request.start(), null, null, "");
    }

    public boolean isFinished() {
        return state == JobState.DONE || state == JobState.FAILED || state == JobState.CANCELLED;
    }

    /** How much of the period is evaluated, from 0 to 1. */
    public double progress() {
        double period = Duration.between(request.start(), request.end()).toMillis();
        return period == 0 ? 1 : Duration.between(request.start(), reachedAt).toMillis() / period;
    }

    BacktestJob reached(Instant time) {
        return new BacktestJob(id, JobState.RUNNING, request, createdAt, time, null, null, "");
    }

    BacktestJob finished(JobState end, @Nullable BacktestResult found, String why, Instant now) {
        Instant reached = found == null ? reachedAt : found.past().evaluatedUntil();
        return new BacktestJob(id, end, request, createdAt, reached, now, found, why);
    }
}
