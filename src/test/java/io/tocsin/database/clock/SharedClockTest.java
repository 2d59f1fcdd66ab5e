package io.tocsin.database.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SharedClockTest {

    private static final Instant OWN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant OTHER = Instant.parse("2026-11-20T10:05:00Z");

    private final SettableClock own = new SettableClock(OWN);
    private long nanos;
    private final SharedClock clock = new SharedClock(own, () -> this.nanos);

    @Test
    void isThisMachinesClockUntilItFollowsAnother() {
        assertThat(clock.instant()).isEqualTo(OWN);
    }

    @Test
    void takesNoNoticeOfThisMachinesClockWhileItFollowsAnother() {
        clock.follow(OTHER, nanos, Duration.ZERO);
        own.tick(Duration.ofHours(-1));
        nanos += Duration.ofSeconds(3).toNanos();

        assertThat(clock.instant()).isEqualTo(OTHER.plusSeconds(3));
    }

    @Test
    void doesNotJitterWithTheReading() {
        clock.follow(OTHER, nanos, Duration.ZERO);

        clock.follow(OTHER.plusMillis(40), nanos, Duration.ofMillis(50));
        assertThat(clock.instant()).isEqualTo(OTHER);

        clock.follow(OTHER.minusMillis(60), nanos, Duration.ofMillis(50));
        assertThat(clock.instant()).isEqualTo(OTHER.minusMillis(60));
    }
}
