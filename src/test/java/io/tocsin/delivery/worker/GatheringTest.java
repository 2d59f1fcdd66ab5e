package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class GatheringTest {

    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final List<List<String>> written = new ArrayList<>();
    private int expected;
    private final Gathering<String> gathering = new Gathering<>(scheduler, () -> expected, written::add);

    @Test
    void whatNothingElseIsToFollowIsWrittenAtOnce() {
        expected = 1;

        gathering.add("a");
        gathering.add("b");

        assertThat(written).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void whatComesWhileMoreIsExpectedIsWrittenWithTheLast() {
        expected = 3;

        gathering.add("a");
        gathering.add("b");
        assertThat(written).isEmpty();
        gathering.add("c");
        scheduler.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(written).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void theLastIsNotWaitedForLongerThanAMoment() {
        expected = 3;

        gathering.add("a");
        gathering.add("b");
        scheduler.advanceTimeBy(Duration.ofMillis(50));
        gathering.add("c");
        scheduler.advanceTimeBy(Duration.ofMillis(50));

        assertThat(written).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void veryManyAreWrittenInParts() {
        expected = 251;

        for (int i = 0; i < expected; i++) {
            gathering.add("n" + i);
        }

        assertThat(written).extracting(List::size).containsExactly(100, 100, 51);
    }

    @Test
    void whatWillNeverBeWrittenIsRefused() {
        Gathering<String> stopped = new Gathering<>(
                Schedulers.fromExecutor(task -> {
                    throw new RejectedExecutionException("stopped");
                }),
                () -> 1,
                written::add);

        assertThatThrownBy(() -> stopped.add("a")).isInstanceOf(RejectedExecutionException.class);
    }
}
