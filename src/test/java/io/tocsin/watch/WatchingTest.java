package io.tocsin.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchingTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Concern FULL = new Concern("disk-full", Severity.UNREADY, "data", "no room");
    private static final Concern BROKEN = new Concern("rule-file-broken", Severity.UNWATCHED, "a.yml", "syntax");
    private static final Concern INBOX = new Concern("inbox-only", Severity.NOTICE, "", "no contact point");

    private final SettableClock clock = new SettableClock(START);
    private final List<Concern> said = new ArrayList<>();
    private final List<Watching> opened = new ArrayList<>();

    private Watching watching(ConcernSource... sources) {
        return watching(Duration.ofSeconds(5), sources);
    }

    private Watching watching(Duration patience, ConcernSource... sources) {
        Watching watching = new Watching(List.of(sources), clock, patience);
        opened.add(watching);
        return watching;
    }

    @AfterEach
    void close() {
        opened.forEach(Watching::close);
    }

    @Test
    void namesTheGravestFirstAndSaysSinceWhen() {
        Watching watching = watching(() -> List.of(INBOX, BROKEN), () -> List.of(FULL));

        watching.look();
        clock.tick(Duration.ofMinutes(5));
        watching.look();

        assertThat(watching.report().concerns())
                .extracting(Concern::code)
                .containsExactly("disk-full", "rule-file-broken", "inbox-only");
        assertThat(watching.report().concerns()).extracting(Concern::since).containsOnly(START);
        assertThat(watching.report().gravest()).contains(Severity.UNREADY);
        assertThat(watching.report().isWatching()).isFalse();
    }

    @Test
    void isWatchingWhileThereIsNothingGraverThanANotice() {
        Watching watching = watching(() -> List.of(INBOX));

        watching.look();

        assertThat(watching.report().isWatching()).isTrue();
        assertThat(watching.report().isBelow(Severity.NOTICE)).isFalse();
    }

    @Test
    void doesNotHideACauseBehindItsConsequences() {
        Watching watching = watching(
                () -> List.of(
                        new Concern("task-late", Severity.UNREADY, "delivery", "no connection"),
                        new Concern("task-late", Severity.DEAD, "dispatch", "NoClassDefFoundError")),
                () -> List.of(new Concern("database-away", Severity.UNREADY, "", "refused")),
                () -> {
                    throw new IllegalStateException("no connection");
                });

        watching.look();

        assertThat(watching.report().concerns())
                .extracting(Concern::code, Concern::subject)
                .containsExactly(tuple("task-late", "dispatch"), tuple("database-away", ""));
    }

    @Test
    void forgetsWhatIsWellAgain() {
        said.add(BROKEN);
        Watching watching = watching(() -> List.copyOf(said));
        watching.look();

        said.clear();
        watching.look();

        assertThat(watching.report().concerns()).isEmpty();
        assertThat(watching.report().gravest()).isEmpty();
    }

    @Test
    void takesASourceThatThrowsAnErrorForAConcernAndAsksTheOthers() {
        Watching watching = watching(
                () -> {
                    throw new NoClassDefFoundError("Gone");
                },
                () -> List.of(BROKEN));

        watching.look();

        assertThat(watching.report().concerns())
                .extracting(Concern::code)
                .containsExactly("check-failed", "rule-file-broken");
        assertThat(watching.report().concerns().get(0).reason()).contains("NoClassDefFoundError");
    }

    @Test
    void doesNotWaitForASourceThatHangsAndKeepsItsLastAnswer() {
        CountDownLatch hangs = new CountDownLatch(1);
        boolean[] isHanging = {false};
        Watching watching = watching(
                Duration.ofSeconds(1),
                () -> {
                    if (isHanging[0]) {
                        awaitQuietly(hangs);
                    }
                    return List.of(FULL);
                },
                () -> List.copyOf(said));
        watching.look();

        isHanging[0] = true;
        said.add(BROKEN);
        watching.look();

        assertThat(watching.report().concerns())
                .extracting(Concern::code)
                .containsExactly("disk-full", "rule-file-broken");

        IntStream.rangeClosed(1, AskedSource.LATE_AFTER).forEach(look -> watching.look());

        assertThat(watching.report().concerns()).extracting(Concern::code).contains("check-late");
        hangs.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void cutsASourceThatHasTooMuchToSay() {
        Watching watching = watching(() -> IntStream.range(0, 5_000)
                .mapToObj(i -> new Concern("rule-file-broken", Severity.UNWATCHED, i + ".yml", "syntax"))
                .toList());

        watching.look();

        assertThat(watching.report().concerns()).hasSize(AskedSource.MOST_CONCERNS + 1);
        assertThat(watching.report().concerns().get(AskedSource.MOST_CONCERNS).subject())
                .isEqualTo("4900");
    }
}
