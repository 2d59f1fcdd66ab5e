package io.tocsin.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.SettableClock;
import io.tocsin.evaluation.replay.ReplayFailedException;
import io.tocsin.rule.RuleFileParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BacktestsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final ScriptedRunner runner = new ScriptedRunner();
    private final Backtests backtests = new Backtests(runner, clock);

    @AfterEach
    void stop() {
        runner.release.countDown();
        backtests.destroy();
    }

    private static BacktestRequest request() {
        String rules = "groups: [{name: g, rules: [{alert: A, expr: vector(1)}]}]";
        return new BacktestRequest(
                new RuleFileParser()
                        .parse(rules, "r.yml")
                        .ruleFile()
                        .orElseThrow()
                        .groups(),
                NOW.minus(Duration.ofHours(2)),
                NOW);
    }

    /** Says that it runs, tells half of the progress, then waits to be released or cancelled. */
    private static final class ScriptedRunner extends BacktestRunner {

        private final BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicInteger running = new AtomicInteger();
        private volatile String failure = "";
        private volatile Error error;

        private ScriptedRunner() {
            super(null, null, null, null);
        }

        @Override
        public BacktestResult run(BacktestRequest request, BooleanSupplier isCancelled, Consumer<Instant> progress) {
            progress.accept(request.start().plus(Duration.ofHours(1)));
            begun.add(running.incrementAndGet());
            try {
                while (!isCancelled.getAsBoolean() && !release.await(5, TimeUnit.MILLISECONDS)) {
                    LockSupport.parkNanos(500_000);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running.decrementAndGet();
            ended.add(isCancelled.getAsBoolean());
            if (error != null) {
                throw error;
            }
            if (!failure.isEmpty()) {
                throw new ReplayFailedException(failure);
            }
            BacktestTally tally = new BacktestTally(request);
            tally.reach(request.end());
            return tally.result(null, List.of());
        }
    }

    private BacktestJob awaitEnd(String id) {
        Instant deadline = Instant.now().plusSeconds(60);
        BacktestJob job = backtests.find(id).orElseThrow();
        while (!job.isFinished() && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(500_000);
            job = backtests.find(id).orElseThrow();
        }
        return job;
    }

    private int awaitBegun() throws InterruptedException {
        Integer running = runner.begun.poll(60, TimeUnit.SECONDS);
        assertThat(running).isNotNull();
        return running;
    }

    @Test
    void aJobThatEndsWithAnErrorGivesItsPlaceBack() {
        runner.error = new StackOverflowError();
        runner.release.countDown();

        for (int i = 0; i < 12; i++) {
            BacktestJob ended = awaitEnd(backtests.start(request()).id());
            assertThat(ended.state()).isEqualTo(BacktestJob.JobState.FAILED);
            assertThat(ended.error()).contains("log");
        }
    }

    @Test
    void aJobTellsItsProgressAndThenItsResult() throws InterruptedException {
        BacktestJob job = backtests.start(request());
        awaitBegun();

        assertThat(backtests.find(job.id()).orElseThrow().state()).isEqualTo(BacktestJob.JobState.RUNNING);
        assertThat(backtests.find(job.id()).orElseThrow().progress()).isEqualTo(0.5);

        runner.release.countDown();
        BacktestJob ended = awaitEnd(job.id());
        assertThat(ended.state()).isEqualTo(BacktestJob.JobState.DONE);
        assertThat(ended.progress()).isEqualTo(1);
        assertThat(ended.result()).isNotNull();
    }

    @Test
    void noMoreThanTwoRunAtATime() throws InterruptedException {
        BacktestJob first = backtests.start(request());
        backtests.start(request());
        BacktestJob third = backtests.start(request());
        awaitBegun();
        awaitBegun();

        assertThat(backtests.find(third.id()).orElseThrow().state()).isEqualTo(BacktestJob.JobState.WAITING);

        backtests.cancel(first.id());
        assertThat(awaitBegun()).isLessThanOrEqualTo(2);
        assertThat(backtests.find(third.id()).orElseThrow().state()).isEqualTo(BacktestJob.JobState.RUNNING);
    }

    @Test
    void aCancelledJobEndsItsRunAndStaysCancelled() throws InterruptedException {
        BacktestJob job = backtests.start(request());
        awaitBegun();

        assertThat(backtests.cancel(job.id()).orElseThrow().state()).isEqualTo(BacktestJob.JobState.CANCELLED);

        assertThat(runner.ended.poll(60, TimeUnit.SECONDS)).isTrue();
        assertThat(backtests.find(job.id()).orElseThrow().state()).isEqualTo(BacktestJob.JobState.CANCELLED);
        assertThat(backtests.cancel("nothing")).isEmpty();
    }

    @Test
    void aFailureIsToldWithItsReason() {
        runner.failure = "rule \"A\" could not be asked";
        runner.release.countDown();

        BacktestJob ended = awaitEnd(backtests.start(request()).id());

        assertThat(ended.state()).isEqualTo(BacktestJob.JobState.FAILED);
        assertThat(ended.error()).isEqualTo("rule \"A\" could not be asked");
    }

    @Test
    void tooManyAreRefusedUntilOneIsCancelled() {
        String last = "";
        for (int i = 0; i < 10; i++) {
            last = backtests.start(request()).id();
        }

        assertThatThrownBy(() -> backtests.start(request()))
                .isInstanceOf(TooManyBacktestsException.class)
                .hasMessageContaining("10 backtests run or wait");

        backtests.cancel(last);
        assertThat(backtests.start(request()).state()).isEqualTo(BacktestJob.JobState.WAITING);
    }

    @Test
    void aResultIsForgottenAfterHalfAnHour() {
        runner.release.countDown();
        BacktestJob job = awaitEnd(backtests.start(request()).id());

        clock.tick(Duration.ofMinutes(29));
        assertThat(backtests.find(job.id())).isPresent();
        clock.tick(Duration.ofMinutes(2));
        assertThat(backtests.find(job.id())).isEmpty();
    }

    @Test
    void aPeriodThatIsNotOverIsRefused() {
        clock.set(NOW.minusSeconds(1));

        assertThatThrownBy(() -> backtests.start(request()))
                .isInstanceOf(BacktestRejectedException.class)
                .hasMessageContaining("ends in the future");
    }
}
