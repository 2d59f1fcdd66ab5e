package io.tocsin.evaluation.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Waiter;
import io.tocsin.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SchedulerClockTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final Clock clock = new SchedulerConfiguration().schedulerClock(new SettableClock(NOW));

    @Test
    void isTheTimeByWhichEverythingIsDecided() {
        assertThat(clock.now()).isEqualTo(NOW);
    }

    /** The clock of this test stands still; one that is set back would be waited for as long. */
    @Test
    @Timeout(60)
    void waitsEndWhateverTheClockSays() throws Exception {
        new Waiter(Duration.ofMillis(20), clock).doWait();
    }
}
