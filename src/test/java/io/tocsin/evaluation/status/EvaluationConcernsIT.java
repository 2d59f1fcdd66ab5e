package io.tocsin.evaluation.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.alert.store.EvaluationChunk;
import io.tocsin.alert.store.GroupCursors;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.evaluation.GroupsOfATest;
import io.tocsin.evaluation.TestRules;
import io.tocsin.evaluation.schedule.NewestRulesElection;
import io.tocsin.rule.RuleGroup;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of rules that nobody evaluates, over a database. */
class EvaluationConcernsIT {

    private static final DataSourceName DEFAULT = new DataSourceName("default");

    @TempDir
    private Path home;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final DataSourceHealthMonitor sources = new DataSourceHealthMonitor(clock, UnaryOperator.identity());
    private final RuleGroup group = TestRules.group("ocr")
            .interval(Duration.ofMinutes(1))
            .rules(TestRules.rule("OcrErrors"))
            .build();
    private final GroupsOfATest groups = new GroupsOfATest(() -> List.of(group));
    private TestDatabase database;
    private GroupCursors cursors;
    private NewestRulesElection election;
    private EvaluationConcerns concerns;

    @BeforeEach
    void open() {
        database = TestDatabase.h2(home);
        cursors = AlertStores.cursors(database);
        election = new NewestRulesElection(AlertStores.replicas(database), groups, clock, new SimpleMeterRegistry());
        concerns = new EvaluationConcerns(groups, cursors, sources, election, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<Concern> lookAfter(Duration time) {
        Instant end = clock.instant().plus(time);
        List<Concern> last = concerns.concerns();
        while (clock.instant().isBefore(end)) {
            clock.tick(Duration.ofSeconds(10));
            last = concerns.concerns();
        }
        return last;
    }

    @Test
    void saysThatAGroupIsLateAfterThreeOfItsIntervals() {
        cursors.start(group.key(), clock.instant());

        assertThat(lookAfter(Duration.ofMinutes(3))).isEmpty();
        assertThat(lookAfter(Duration.ofSeconds(20))).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("groups-late");
            assertThat(concern.severity()).isEqualTo(Severity.UNWATCHED);
            assertThat(concern.subject()).isEqualTo("1");
            assertThat(concern.reason()).contains(group.key().toString());
        });

        cursors.advance(cursors.find(group.key()).orElseThrow(), clock.instant(), EvaluationChunk.EMPTY, null);
        assertThat(lookAfter(Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void givesAGroupThatNobodyHasStartedTheSameTime() {
        assertThat(lookAfter(Duration.ofMinutes(3))).isEmpty();
        assertThat(lookAfter(Duration.ofSeconds(20))).extracting(Concern::code).containsExactly("groups-late");
    }

    @Test
    void saysOnceThatADataSourceFailsAndNotThatItsGroupsAreLate() {
        sources.record(DEFAULT, new QueryResult.Failure<>(QueryFailure.UNREACHABLE, "refuses connections"));

        assertThat(concerns.concerns()).isEmpty();
        assertThat(lookAfter(Duration.ofMinutes(10))).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("datasource-failing");
            assertThat(concern.subject()).isEqualTo("default");
            assertThat(concern.reason()).isEqualTo("1 rule cannot be evaluated: refuses connections");
            assertThat(concern.since()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        });

        sources.record(DEFAULT, new QueryResult.Success<>(List.of(), QueryStatistics.NONE));
        assertThat(concerns.concerns()).extracting(Concern::code).doesNotContain("datasource-failing");
    }

    @Test
    void noticesReplicasWithOtherRules() {
        AlertStores.replicas(database).report("other", "theirs", clock.instant(), clock.instant());
        election.beat();

        assertThat(concerns.concerns())
                .filteredOn(concern -> concern.code().equals("replicas-differ"))
                .extracting(Concern::severity)
                .containsExactly(Severity.NOTICE);
    }
}
