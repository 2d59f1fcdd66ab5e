package io.tocsin.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tocsin.backtest.BacktestJob;
import io.tocsin.backtest.BacktestResult;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A backtest job as programs see it.
 *
 * @param state waiting, running, done, failed or cancelled
 * @param progress from 0 to 1
 * @param error why it failed; empty otherwise
 * @param result null unless it is done
 */
record BacktestAnswer(
        String id,
        String state,
        double progress,
        @JsonUnwrapped Period period,
        Instant createdAt,
        @Nullable Instant finishedAt,
        String error,
        @Nullable BacktestResult result) {

    /** Of which it tells. */
    record Period(Instant start, Instant end) {}

    static BacktestAnswer of(BacktestJob job) {
        return new BacktestAnswer(
                job.id(),
                job.state().name().toLowerCase(Locale.ROOT),
                job.progress(),
                new Period(job.request().start(), job.request().end()),
                job.createdAt(),
                job.finishedAt(),
                job.error(),
                job.result());
    }

    BacktestAnswer withoutResult() {
        return new BacktestAnswer(id, state, progress, period, createdAt, finishedAt, error, null);
    }
}
