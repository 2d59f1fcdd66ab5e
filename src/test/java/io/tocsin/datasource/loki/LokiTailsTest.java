package io.tocsin.datasource.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.datasource.Querier.LineWatch;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.http.HttpSettings.RequestLimits;
import io.tocsin.datasource.http.TlsSettings;
import io.tocsin.label.Labels;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LokiTailsTest {

    private static final Labels PAYMENT = Labels.of("job", "payment");
    private static final String FATAL = "{job=\"payment\"} |= \"FATAL\"";

    private final LokiTailStandIn loki = new LokiTailStandIn();
    private final HttpQueryClient client = new HttpQueryClient(
            new HttpSettings(
                    loki.uri(),
                    LokiTailStandIn.TENANT,
                    null,
                    null,
                    Map.of(),
                    TlsSettings.DEFAULT,
                    // Shorter than the tests: a tail is no question, and has no time limit.
                    RequestLimits.of(Duration.ofSeconds(10), Duration.ofMillis(200))),
            "Tocsin/test");
    private final LokiTails tails = new LokiTails(client, Clock.systemUTC(), Duration.ofMillis(20));

    @AfterEach
    void stop() {
        tails.close();
        client.close();
        loki.close();
    }

    private LineWatch watch(AtomicInteger told, String... queries) {
        return tails.watch(List.of(queries), told::incrementAndGet).orElseThrow();
    }

    private void awaitFollowed(String... queries) {
        await().atMost(Duration.ofMinutes(4)).until(() -> loki.followed().size() == queries.length);
        assertThat(loki.followed()).containsExactlyInAnyOrder(queries);
    }

    @Test
    void tellsOfALineThatTheQueryMatchesAndOfNoOther() {
        AtomicInteger told = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        watch(told, FATAL);
        watch(other, "{job=\"web\"}");
        awaitFollowed(FATAL, "{job=\"web\"}");
        // That it is open is told, too: lines may have come before.
        await().atMost(Duration.ofMinutes(4)).until(() -> told.get() == 1 && other.get() == 1);

        loki.push(PAYMENT, "INFO paid");
        loki.push(PAYMENT, "FATAL not paid");

        await().atMost(Duration.ofMinutes(4)).until(() -> told.get() == 2);
        loki.push(Labels.of("job", "web"), "any line");
        await().atMost(Duration.ofMinutes(4)).until(() -> other.get() == 2);
        assertThat(told).hasValue(2);
        assertThat(loki.refused()).isEmpty();
    }

    @Test
    void followsAQueryOnceHoweverManyWatchItAndAsLongAsOneDoes() {
        AtomicInteger one = new AtomicInteger();
        AtomicInteger two = new AtomicInteger();
        LineWatch first = watch(one, FATAL);
        await().atMost(Duration.ofMinutes(4)).until(() -> one.get() == 1);
        LineWatch second = watch(two, FATAL);
        loki.push(PAYMENT, "FATAL");
        await().atMost(Duration.ofMinutes(4)).until(() -> one.get() == 2 && two.get() == 1);

        first.close();
        first.close();
        int before = one.get();
        loki.push(PAYMENT, "FATAL");
        await().atMost(Duration.ofMinutes(4)).until(() -> two.get() == 2);

        assertThat(one).hasValue(before);
        assertThat(loki.followed()).containsExactly(FATAL);
        second.close();
        await().atMost(Duration.ofMinutes(4)).until(() -> loki.followed().isEmpty());
    }

    @Test
    void opensAgainWhatHasEndedOrWasRefusedAndTellsSo() {
        AtomicInteger told = new AtomicInteger();
        loki.refuseNext(2);
        watch(told, FATAL);
        awaitFollowed(FATAL);
        await().atMost(Duration.ofMinutes(4)).until(() -> told.get() == 1);

        loki.endAll();

        await().atMost(Duration.ofMinutes(4)).until(() -> told.get() == 2);
        awaitFollowed(FATAL);
        loki.push(PAYMENT, "FATAL");
        await().atMost(Duration.ofMinutes(4)).until(() -> told.get() == 3);
        assertThat(loki.refused()).containsExactly("not now", "not now");
    }

    @Test
    void leavesRoomForPeople() {
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < LokiTails.MOST_TAILS + 3; i++) {
            queries.add("{job=\"job-" + i + "\"}");
        }
        AtomicInteger told = new AtomicInteger();
        LineWatch all = watch(told, queries.toArray(String[]::new));
        awaitFollowed(queries.subList(0, LokiTails.MOST_TAILS).toArray(String[]::new));

        AtomicInteger late = new AtomicInteger();
        LineWatch other = watch(late, "{job=\"other\"}", "{job=\"job-1\"}");
        LineWatch last = watch(new AtomicInteger(), "{job=\"last\"}");
        assertThat(loki.followed()).hasSize(LokiTails.MOST_TAILS);

        all.close();
        Set<String> left = Set.of("{job=\"other\"}", "{job=\"job-1\"}", "{job=\"last\"}");
        await().atMost(Duration.ofMinutes(4))
                .until(() -> Set.copyOf(loki.followed()).equals(left));
        loki.push(Labels.of("job", "other"), "any line");
        // Once because it is open, once for the line.
        await().atMost(Duration.ofMinutes(4)).until(() -> late.get() >= 2);
        other.close();
        last.close();
        await().atMost(Duration.ofMinutes(4)).until(() -> loki.followed().isEmpty());
        assertThat(loki.refused()).isEmpty();
    }

    @Test
    void aQueryThatWaitsIsFollowedAsSoonAsOneIsFree() {
        List<LineWatch> watches = new ArrayList<>();
        for (int i = 0; i < LokiTails.MOST_TAILS + 2; i++) {
            watches.add(watch(new AtomicInteger(), "{job=\"job-" + i + "\"}"));
        }
        await().atMost(Duration.ofMinutes(4)).until(() -> loki.followed().size() == LokiTails.MOST_TAILS);
        assertThat(loki.followed()).doesNotContain("{job=\"job-8\"}", "{job=\"job-9\"}");

        watches.get(8).close();
        watches.get(0).close();

        await().atMost(Duration.ofMinutes(4)).until(() -> loki.followed().contains("{job=\"job-9\"}"));
        await().atMost(Duration.ofMinutes(4)).until(() -> loki.followed().size() == LokiTails.MOST_TAILS);
        assertThat(loki.followed()).doesNotContain("{job=\"job-0\"}", "{job=\"job-8\"}");
    }

    @Test
    void followsNothingAfterItsEnd() {
        LineWatch watch = watch(new AtomicInteger(), FATAL);
        awaitFollowed(FATAL);

        tails.close();
        watch.close();

        await().atMost(Duration.ofMinutes(4)).until(() -> loki.followed().isEmpty());
        assertThat(tails.watch(List.of(FATAL), () -> {})).isEmpty();
    }
}
