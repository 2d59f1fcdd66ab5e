package io.tocsin.evaluation.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueLooksTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final List<Duration> delays = new ArrayList<>();
    private final List<Runnable> works = new ArrayList<>();
    private final List<Instant> looks = new ArrayList<>();
    private final DueLooks due = new DueLooks(
            (delay, work) -> {
                delays.add(delay);
                works.add(work);
            },
            () -> looks.add(clock.instant()),
            clock);

    @Test
    void looksWhenAGroupIsDue() {
        due.planAt(NOW.plusMillis(250));

        assertThat(delays).containsExactly(Duration.ofMillis(300));
        pass(300);
        assertThat(looks).containsExactly(NOW.plusMillis(300));
    }

    @Test
    void looksOnceForGroupsThatAreDueInAMoment() {
        due.planAt(NOW.plusMillis(201));
        due.planAt(NOW.plusMillis(300));
        due.planAt(NOW.plusMillis(301));

        assertThat(delays).containsExactly(Duration.ofMillis(300), Duration.ofMillis(400));
    }

    @Test
    void looksAgainInAMomentThatHasBeen() {
        due.planAt(NOW.plusMillis(100));
        pass(100);

        due.planAt(NOW.plusMillis(100));

        assertThat(delays).hasSize(2).last().isEqualTo(Duration.ZERO);
    }

    /** A look a little too early would find nothing, and the group would wait for the regular one. */
    @Test
    void doesNotLookBeforeTheClockSaysThatAGroupIsDue() {
        due.planAt(NOW.plusMillis(100));

        pass(99);

        assertThat(looks).isEmpty();
        assertThat(delays).last().isEqualTo(Duration.ofMillis(1));
        pass(1);
        assertThat(looks).hasSize(1);
    }

    /** What was planned is run, whatever the clock says. */
    private void pass(long millis) {
        clock.set(clock.instant().plusMillis(millis));
        List<Runnable> ripe = List.copyOf(works);
        works.clear();
        ripe.forEach(Runnable::run);
    }
}
