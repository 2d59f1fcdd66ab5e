package io.tocsin.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class SafeMonoTest {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    @Test
    void endsWithAnErrorWhereReactorWouldEndTheThread() {
        assertThatThrownBy(() -> SafeMono.fromCallable(() -> overflow(0))
                        .subscribeOn(Schedulers.boundedElastic())
                        .block(LIMIT))
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> SafeMono.fromRunnable(() -> overflow(0))
                        .subscribeOn(Schedulers.boundedElastic())
                        .block(LIMIT))
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void passesAnswersOn() {
        assertThat(SafeMono.fromCallable(() -> 7).block(LIMIT)).isEqualTo(7);
        assertThat(SafeMono.fromRunnable(() -> {}).block(LIMIT)).isNull();
    }
}
