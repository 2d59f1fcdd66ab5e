package io.tocsin.dispatch;

import static io.tocsin.dispatch.TestAlerts.alert;
import static io.tocsin.dispatch.TestAlerts.fired;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.WatchedDataSource;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatchType;
import io.tocsin.silence.SilenceDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many statements dispatch needs. */
class DispatchCostIT {

    private static final int GROUPS = 10;
    private static final Duration WAIT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private TestDatabase database;
    private WatchedDataSource watched;
    private DispatchFixture dispatch;

    @BeforeEach
    void start() {
        database = TestDatabase.h2(directory);
        DispatchFixture.createTables(database.dataSource());
        watched = new WatchedDataSource(database.dataSource());
        dispatch = new DispatchFixture(watched, clock);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void readsTheSilencesOnceForEachFlushAndOnceForAllPreviews() {
        fireInGroups();
        watched.take();

        dispatch.stepAfter(WAIT);

        assertThat(watched.take().stream()
                        .filter(statement ->
                                statement.matches(".* from silence \\w+ where \\w+\\.ends_at ?> ?\\? order by .*")))
                .hasSize(GROUPS + 1);
    }

    @Test
    void writesNothingAboutMutesThatHaveNotChangedHoweverLongTheirTextIs() {
        IntStream.range(0, 120).forEach(i -> silence("severity"));
        dispatch.append(fired(alert("ocr", "server1", clock.instant())));
        dispatch.step();
        dispatch.stepAfter(WAIT);
        watched.take();

        dispatch.stepAfter(Duration.ofMinutes(5));

        List<String> statements = watched.take();
        assertThat(statements).anyMatch(statement -> statement.contains("from notification_member where group_id"));
        assertThat(statements).noneMatch(statement -> statement.contains("set muted_by"));
    }

    @Test
    void showsTheGroupsOfAlertsWithAsManyStatementsHoweverManyThereAre() {
        fireInGroups();
        dispatch.stepAfter(WAIT);
        Set<String> alerts = new HashSet<>();
        dispatch.stores
                .members()
                .forEachFiring(member -> alerts.add(member.alert().id()));
        watched.take();

        Map<String, List<Membership>> groups = dispatch.views().findByAlerts(alerts);

        assertThat(groups.values())
                .hasSize(GROUPS)
                .allSatisfy(found -> assertThat(found).hasSize(1));
        assertThat(watched.take()).hasSize(2);
    }

    private void fireInGroups() {
        IntStream.range(0, GROUPS).forEach(i -> dispatch.append(fired(alert("alert" + i, "server", clock.instant()))));
        dispatch.step();
        Set<String> groups =
                dispatch.stores.allGroups().stream().map(group -> group.id()).collect(Collectors.toSet());
        assertThat(groups).hasSize(GROUPS);
    }

    private void silence(String label) {
        dispatch.silencing.create(new SilenceDraft(
                List.of(new LabelMatcher(label, MatchType.EQUAL, "critical")),
                clock.instant(),
                clock.instant().plus(Duration.ofHours(2)),
                "kim",
                "comment",
                ""));
    }
}
