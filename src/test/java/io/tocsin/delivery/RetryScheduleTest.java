package io.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.RateLimit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final RetrySchedule SCHEDULE = RetrySchedule.DEFAULT;

    private static NextStep next(int attempt, DeliveryOutcome outcome, boolean degraded) {
        return SCHEDULE.next(attempt, outcome, degraded, AT, AT, 0);
    }

    private static DeliveryOutcome retryable(Duration retryAfter) {
        return new DeliveryOutcome.Retryable(FailureReason.RATE_LIMITED, retryAfter, "");
    }

    @Test
    void doublesTheWaitUpToTheLongest() {
        assertThat(next(1, retryable(null), false)).isEqualTo(new NextStep.Retry(AT.plusSeconds(1), false, false));
        assertThat(next(4, retryable(null), false)).isEqualTo(new NextStep.Retry(AT.plusSeconds(8), false, false));
        assertThat(next(90, retryable(null), false)).isEqualTo(new NextStep.Retry(AT.plusSeconds(120), false, false));
    }

    @Test
    void honoursRetryAfterButNotForDays() {
        assertThat(next(1, retryable(Duration.ofSeconds(77)), false))
                .isEqualTo(new NextStep.Retry(AT.plusSeconds(77), false, false));
        assertThat(next(1, retryable(Duration.ofDays(9)), false))
                .isEqualTo(new NextStep.Retry(AT.plus(Duration.ofHours(1)), false, false));
    }

    @Test
    void marksAnAmbiguousAttempt() {
        assertThat(next(1, new DeliveryOutcome.Ambiguous(FailureReason.TIMEOUT, ""), false))
                .isEqualTo(new NextStep.Retry(AT.plusSeconds(1), false, true));
    }

    @Test
    void degradesContentOnce() {
        assertThat(next(1, new DeliveryOutcome.ContentRejected(""), false))
                .isEqualTo(new NextStep.Retry(AT, true, false));
        assertThat(next(2, new DeliveryOutcome.ContentRejected(""), true))
                .isEqualTo(new NextStep.End(DeliveryState.REJECTED));
    }

    @Test
    void parksADeadEndpointAndExpiresWhatIsTooOld() {
        assertThat(next(1, new DeliveryOutcome.DeadEndpoint(FailureReason.ENDPOINT_DEAD, ""), false))
                .isEqualTo(new NextStep.Park());
        assertThat(SCHEDULE.next(50, retryable(null), false, AT.minus(Duration.ofHours(24)), AT, 0))
                .isEqualTo(new NextStep.End(DeliveryState.EXPIRED));
    }

    @Test
    void aLaneAllowsItsBurstAndThenItsRate() {
        RateLimit limit = new RateLimit(Duration.ofMillis(2_300), 4);
        RateLane lane = RateLane.IDLE;
        int sent = 0;
        for (int millis = 0; millis < 60_000; millis += 100) {
            RateLane next = lane.send(AT.plusMillis(millis), limit).orElse(null);
            if (next != null) {
                lane = next;
                sent++;
            }
            if (millis == 1_900) {
                assertThat(sent).isEqualTo(4);
            }
        }
        assertThat(sent).isBetween(26, 30);
    }

    @Test
    void aPauseStopsALaneAndAShorterOneDoesNotEndIt() {
        RateLimit limit = new RateLimit(Duration.ofSeconds(1), 1);
        RateLane paused = RateLane.IDLE.pause(AT, Duration.ofSeconds(30)).pause(AT, Duration.ofSeconds(5));

        assertThat(paused.send(AT.plusSeconds(29), limit)).isEmpty();
        assertThat(paused.send(AT.plusSeconds(30), limit)).isPresent();
    }
}
