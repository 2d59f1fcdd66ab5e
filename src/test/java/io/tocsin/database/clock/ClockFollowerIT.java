package io.tocsin.database.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.TestDatabase;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Replicas with clocks of their own on one PostgreSQL. */
class ClockFollowerIT {

    private static SharedClock clockAhead(Duration by) {
        return new SharedClock(Clock.offset(Clock.systemUTC(), by), System::nanoTime);
    }

    /** An answer that took long says too little; of a busy machine another one is wanted. */
    private static void follow(ClockFollower follower) {
        await().until(() -> {
            follower.follow();
            return !follower.concerns().isEmpty();
        });
    }

    @Test
    void replicasWhoseClocksDifferByMinutesAgreeOnTheTime() {
        try (TestDatabase database = TestDatabase.postgres()) {
            SharedClock first = clockAhead(Duration.ofMinutes(7));
            SharedClock second = clockAhead(Duration.ofMinutes(-4));
            ClockFollower ofFirst = new ClockFollower(first, database.client(), true);
            ClockFollower ofSecond = new ClockFollower(second, database.client(), true);

            follow(ofFirst);
            follow(ofSecond);

            assertThat(Duration.between(first.instant(), second.instant()).abs())
                    .as("eleven minutes without")
                    .isLessThan(Duration.ofSeconds(30));
            assertThat(ofFirst.concerns()).singleElement().satisfies(concern -> {
                assertThat(concern.code()).isEqualTo("clock-differs");
                assertThat(concern.severity()).isEqualTo(Severity.NOTICE);
                // Seven minutes, give or take one.
                assertThat(concern.reason()).containsPattern("\\b(3[6-9]\\d|4[0-7]\\d) s ahead of the database's");
            });
            assertThat(ofSecond.concerns())
                    .extracting(Concern::reason)
                    .first()
                    .asString()
                    .contains("s behind");
        }
    }

    @Test
    void saysNothingWhenTheClocksAgree() {
        try (TestDatabase database = TestDatabase.postgres()) {
            ClockFollower follower = new ClockFollower(new SharedClock(), database.client(), true);

            follower.follow();

            assertThat(follower.concerns()).isEmpty();
        }
    }
}
