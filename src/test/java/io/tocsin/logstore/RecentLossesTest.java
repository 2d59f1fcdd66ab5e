package io.tocsin.logstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.logstore.push.RejectReason;
import io.tocsin.watch.Severity;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentLossesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final RecentLosses losses = new RecentLosses(clock);

    @Test
    void saysWhatWasRefusedUntilNothingWasForTenMinutes() {
        losses.refused(RejectReason.STREAM_LIMIT, 900);
        clock.tick(Duration.ofMinutes(9));
        losses.refused(RejectReason.STREAM_LIMIT, 100);
        losses.dropped(7);
        clock.tick(Duration.ofMinutes(9));

        assertThat(losses.concerns()).hasSize(2).anySatisfy(concern -> {
            assertThat(concern.code()).isEqualTo("log-lines-refused");
            assertThat(concern.severity()).isEqualTo(Severity.UNWATCHED);
            assertThat(concern.subject()).isEqualTo("stream_limit");
            assertThat(concern.since()).isEqualTo(START);
            assertThat(concern.reason()).startsWith("since 2026-03-01T12:00:00Z 1000 log lines or pushes were refused");
        });

        clock.tick(Duration.ofMinutes(2));
        assertThat(losses.concerns()).isEmpty();
    }
}
