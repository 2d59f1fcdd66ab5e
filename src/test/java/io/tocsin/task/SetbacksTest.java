package io.tocsin.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SetbacksTest {

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

    private final Setbacks setbacks = new Setbacks("thing", LoggerFactory.getLogger(SetbacksTest.class));

    @Test
    void triesAgainAfterAPause() {
        setbacks.failed("a", new IllegalStateException("no"), AT);

        assertThat(setbacks.mayTry("a", AT)).isFalse();
        assertThat(setbacks.mayTry("a", AT.plusSeconds(1))).isTrue();
        assertThat(setbacks.mayTry("b", AT)).isTrue();
    }

    @Test
    void doesNotWaitForAnHourWhenTheClockIsSetBackByAnHour() {
        setbacks.failed("a", new IllegalStateException("no"), AT);

        assertThat(setbacks.mayTry("a", AT.minus(Duration.ofHours(1)))).isTrue();
    }
}
