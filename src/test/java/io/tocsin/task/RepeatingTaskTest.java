package io.tocsin.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.watch.Severity;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatingTaskTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger steps = new AtomicInteger();
    private final Queue<Throwable> failures = new ArrayDeque<>();
    private final RepeatingTask task = new RepeatingTask("testing", LONG, this::step);

    private Duration step() throws Exception {
        steps.incrementAndGet();
        Throwable failure = failures.poll();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        return LONG;
    }

    @AfterEach
    void stop() {
        task.stop();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                StackOverflowError.class,
                OutOfMemoryError.class,
                NoClassDefFoundError.class,
                AssertionError.class,
                IllegalStateException.class,
                InterruptedException.class
            })
    void survivesWhateverAStepThrows(Class<? extends Throwable> kind) throws ReflectiveOperationException {
        failures.add(kind.getDeclaredConstructor().newInstance());

        task.start();
        await().until(() -> steps.get() >= 1 && failures.isEmpty());
        task.wake();

        await().until(() -> task.tally().successes() >= 1);
        assertThat(task.isDead()).isFalse();
        assertThat(task.isRunning()).isTrue();
    }

    @Test
    void saysHowAStepFailed() {
        failures.add(new IllegalStateException("no connection\nat somewhere"));

        task.start();

        await().until(() -> task.tally().failures() == 1);
        assertThat(task.tally().lastFailure()).isEqualTo("IllegalStateException: no connection");
        assertThat(task.needsNewProcess()).isFalse();
    }

    @Test
    void needsANewProcessWhenClassesAreMissing() {
        failures.add(new NoClassDefFoundError("io/tocsin/Gone"));

        task.start();

        await().until(() -> task.tally().failures() == 1);
        await().until(task::needsNewProcess);
        task.wake();
        await().until(() -> task.tally().successes() == 1);
        assertThat(task.needsNewProcess()).isFalse();
    }

    @Test
    void beginsAtOnceWhenItIsWoken() {
        task.start();
        await().until(() -> task.tally().successes() == 1);

        task.wake();

        await().until(() -> task.tally().successes() == 2);
    }

    @Test
    void letsARunningStepComeToItsEndWhenItIsStopped() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        RepeatingTask slow = new RepeatingTask("slow", LONG, () -> {
            began.countDown();
            mayEnd.await();
            return LONG;
        });
        slow.start();
        began.await();

        Thread stopping = new Thread(slow::stop);
        stopping.start();
        assertThat(slow.tally().successes()).isZero();
        mayEnd.countDown();
        stopping.join(TimeUnit.SECONDS.toMillis(60));

        assertThat(slow.tally().successes()).isEqualTo(1);
        assertThat(slow.isRunning()).isFalse();
        assertThat(slow.isDead()).isFalse();
    }

    @Test
    void isNotDeadWhileItIsOnlyJustBeginning() throws Exception {
        List<RepeatingTask> tasks = Stream.generate(
                        () -> RepeatingTask.every(Duration.ofHours(1), "beginning", () -> {}))
                .limit(500)
                .toList();
        AtomicInteger deaths = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread watching = new Thread(() -> {
            while (!isOver.get()) {
                deaths.addAndGet(
                        (int) tasks.stream().filter(RepeatingTask::isDead).count());
            }
        });
        watching.start();

        tasks.forEach(RepeatingTask::start);
        isOver.set(true);
        watching.join(TimeUnit.SECONDS.toMillis(60));
        tasks.forEach(RepeatingTask::stop);

        assertThat(deaths).hasValue(0);
    }

    @Test
    void goesOnAfterAStopAndAStart() {
        task.start();
        await().until(() -> task.tally().successes() == 1);
        task.stop();

        task.start();

        await().until(() -> task.tally().successes() == 2);
    }

    @Test
    void stopsBeforeWhatItWritesTo() {
        assertThat(StopOrder.FIRST.phase()).isGreaterThan(StopOrder.EVALUATION.phase());
        assertThat(StopOrder.EVALUATION.phase()).isGreaterThan(StopOrder.DISPATCH.phase());
        assertThat(StopOrder.DISPATCH.phase()).isGreaterThan(StopOrder.DELIVERY.phase());
        assertThat(StopOrder.DELIVERY.phase()).isGreaterThan(StopOrder.LAST.phase());
        assertThat(task.stopping(StopOrder.DELIVERY).getPhase()).isEqualTo(StopOrder.DELIVERY.phase());
        assertThat(task.whenLate(Severity.UNWATCHED).severityWhenLate()).isEqualTo(Severity.UNWATCHED);
    }
}
