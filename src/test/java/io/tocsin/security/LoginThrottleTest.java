package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.security.LoginThrottle.LoginTry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T00:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void letsTheFirstFailuresPass() {
        fail("ann", "10.0.0.1", 4);

        assertThat(pause("ann", "10.0.0.1")).isZero();
    }

    @Test
    void makesEachFurtherFailureWaitTwiceAsLongUpToFiveMinutes() {
        fail("ann", "10.0.0.1", 5);
        assertThat(pause("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(1));

        clock.tick(Duration.ofSeconds(1));
        fail("ann", "10.0.0.1", 1);
        assertThat(pause("ann", "10.0.0.1")).isEqualTo(Duration.ofSeconds(2));

        for (int i = 0; i < 12; i++) {
            clock.tick(pause("ann", "10.0.0.1"));
            fail("ann", "10.0.0.1", 1);
        }
        assertThat(pause("ann", "10.0.0.1")).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void countsATryBeforeItsEndIsKnown() {
        for (int i = 0; i < 5; i++) {
            assertThat(begin("ann", "10.0.0.1").attempt()).isPresent();
        }

        assertThat(begin("ann", "10.0.0.1").attempt()).isEmpty();
    }

    @Test
    void locksNobodyOutWhenTheClockIsSetBack() {
        fail("ann", "10.0.0.1", 5);

        clock.tick(Duration.ofHours(-1));

        assertThat(pause("ann", "10.0.0.1")).isZero();
    }

    @Test
    void aSuccessForgetsTheFailuresOfItsAccountAtItsAddressOnly() {
        fail("ann", "10.0.0.1", 4);
        fail("bob", "10.0.0.1", 5);

        succeed("ann", "10.0.0.1");

        fail("ann", "10.0.0.1", 4);
        assertThat(pause("ann", "10.0.0.1")).isZero();
        assertThat(pause("bob", "10.0.0.1")).isPositive();
    }

    @Test
    void aSuccessElsewhereTakesBackItsOwnTryOnly() {
        for (int i = 0; i < 19; i++) {
            fail("ann", "10.0.0." + i, 1);
        }

        succeed("ann", "10.0.1.1");
        assertThat(pause("ann", "10.0.2.1")).isZero();

        assertThat(pause("ann", "10.0.2.2")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void guessesFromManyAddressesAreSlowedDownForTheAccount() {
        for (int i = 0; i < 20; i++) {
            fail("ann", "10.0.0." + i, 1);
        }

        assertThat(pause("ann", "10.0.9.9")).isPositive();
        assertThat(pause("bob", "10.0.9.9")).isZero();
    }

    @Test
    void oneAddressIsSlowedDownAtAllAccounts() {
        for (int i = 0; i < 50; i++) {
            fail("name" + i, "10.0.0.1", 1);
        }

        assertThat(pause("ann", "10.0.0.1")).isPositive();
        assertThat(pause("ann", "10.0.0.2")).isZero();
    }

    @Test
    void anAccountIsNeverLockedOutByOthersWhereItLoggedInBefore() {
        for (int i = 0; i < 60; i++) {
            throttle.begin("ann", "10.0." + i + ".1", false);
            throttle.begin("name" + i, "10.0.0.1", false);
        }

        assertThat(throttle.begin("ann", "10.0.0.1", true).attempt()).isPresent();
    }

    @Test
    void nobodyWaitsLongWhereTheAccountLoggedInBefore() {
        for (int i = 0; i < 30; i++) {
            throttle.begin("ann", "10.0.0.1", true);
            clock.tick(Duration.ofSeconds(5));
        }
        throttle.begin("ann", "10.0.0.1", true);

        assertThat(throttle.begin("ann", "10.0.0.1", true).pause()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void forgetsWhatWasLongAgo() {
        fail("ann", "10.0.0.1", 5);

        clock.tick(Duration.ofHours(2));
        fail("ann", "10.0.0.1", 4);

        assertThat(pause("ann", "10.0.0.1")).isZero();
    }

    private LoginThrottle.LoginTurn begin(String account, String address) {
        return throttle.begin(account, address, false);
    }

    /** How long the next try must wait; a try that need not wait is counted. */
    private Duration pause(String account, String address) {
        return begin(account, address).pause();
    }

    private void succeed(String account, String address) {
        begin(account, address).attempt().ifPresent(LoginTry::succeeded);
    }

    private void fail(String account, String address, int times) {
        for (int i = 0; i < times; i++) {
            begin(account, address);
        }
    }
}
