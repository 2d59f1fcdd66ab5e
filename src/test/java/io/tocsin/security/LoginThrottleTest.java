package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T00:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void letsTheFirstFailuresPass() {
        fail(4);

        assertThat(throttle.waitFor("10.0.0.1")).isEmpty();
    }

    @Test
    void makesEachFurtherFailureWaitTwiceAsLongUpToFiveMinutes() {
        fail(5);
        assertThat(throttle.waitFor("10.0.0.1")).contains(Duration.ofSeconds(1));

        fail(1);
        assertThat(throttle.waitFor("10.0.0.1")).contains(Duration.ofSeconds(2));

        fail(30);
        assertThat(throttle.waitFor("10.0.0.1")).contains(Duration.ofMinutes(5));
    }

    @Test
    void letsTheAddressTryAgainWhenTheWaitIsOver() {
        fail(5);

        clock.set(clock.instant().plusSeconds(1));

        assertThat(throttle.waitFor("10.0.0.1")).isEmpty();
    }

    @Test
    void locksNobodyOutWhenTheClockIsSetBack() {
        fail(8);

        clock.tick(Duration.ofHours(-1));

        assertThat(throttle.waitFor("10.0.0.1")).isEmpty();
    }

    @Test
    void forgetsTheFailuresAfterASuccess() {
        fail(8);

        throttle.succeeded("10.0.0.1");

        assertThat(throttle.waitFor("10.0.0.1")).isEmpty();
    }

    @Test
    void doesNotPunishOtherAddresses() {
        fail(8);

        assertThat(throttle.waitFor("10.0.0.2")).isEmpty();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("10.0.0.1");
        }
    }
}
