package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.PostgresServer;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleGroup;
import io.tocsin.standin.FaultyLink;
import io.tocsin.standin.StatementCuts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connection to PostgreSQL is cut at every statement of a slot; each slot counts, and counts once. */
class EvaluationCutIT {

    /** To the database in a slot: twelve and more, fewer when two of them travel in one piece. */
    private static final int FEWEST_MESSAGES = 10;

    /** A prime, so that all kinds of statements have their turn. */
    private static final int SOME = 7;

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final FakeQuerier querier = new FakeQuerier();
    private final SettableClock clock = new SettableClock(START);
    private FaultyLink link;
    private TestDatabase database;
    private EvaluationHarness replica;
    private int groups;

    @BeforeEach
    void start() {
        link = new FaultyLink(PostgresServer.port());
        database = TestDatabase.postgresBehind(link);
        replica = new EvaluationHarness(database, querier, clock);
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        link.close();
    }

    @Test
    void nothingIsLostOrDoubledWhenTheConnectionIsCutAtSomeStatements() {
        aSlotThatFiresCountsOnceWhereverTheConnectionIsCut(SOME);
        aSlotThatResolvesCountsOnceWhereverTheConnectionIsCut(SOME);
        missedSlotsAreCaughtUpOnceWhereverTheConnectionIsCut(SOME);
    }

    @Test
    @Tag("soak")
    void nothingIsLostOrDoubledWhenTheConnectionIsCutAtAnyStatement() {
        aSlotThatFiresCountsOnceWhereverTheConnectionIsCut(1);
        aSlotThatResolvesCountsOnceWhereverTheConnectionIsCut(1);
        missedSlotsAreCaughtUpOnceWhereverTheConnectionIsCut(1);
    }

    private void aSlotThatFiresCountsOnceWhereverTheConnectionIsCut(int stride) {
        int cuts = new StatementCuts(link, database.client()).at(stride, (run, disturbed) -> {
            RuleGroup group = newGroup();
            Instant slot = group.slotAfter(START);
            querier.answer(sample(0));
            replica.runAt(group, slot);
            querier.answer(sample(3));

            disturbed.during(() -> replica.runAt(group, slot.plusSeconds(60)));
            replica.runAt(group, slot.plusSeconds(60));

            assertThat(replica.takeEvents()).singleElement().isInstanceOf(AlertEvent.Fired.class);
            assertThat(replica.instancesOf(group)).singleElement().satisfies(instance -> {
                assertThat(instance.state()).isEqualTo(InstanceState.FIRING);
                assertThat(instance.firedAt()).isEqualTo(slot.plusSeconds(60));
            });
        });

        assertThat(cuts).isGreaterThanOrEqualTo(FEWEST_MESSAGES / stride);
    }

    private void aSlotThatResolvesCountsOnceWhereverTheConnectionIsCut(int stride) {
        int cuts = new StatementCuts(link, database.client()).at(stride, (run, disturbed) -> {
            RuleGroup group = newGroup();
            Instant slot = group.slotAfter(START);
            querier.answer(sample(3));
            replica.runAt(group, slot);
            replica.takeEvents();
            querier.answer(sample(0));

            disturbed.during(() -> replica.runAt(group, slot.plusSeconds(60)));
            replica.runAt(group, slot.plusSeconds(60));

            assertThat(replica.takeEvents()).singleElement().isInstanceOf(AlertEvent.Resolved.class);
            assertThat(replica.instancesOf(group))
                    .extracting(AlertInstance::state)
                    .doesNotContain(InstanceState.FIRING);
        });

        assertThat(cuts).isGreaterThanOrEqualTo(FEWEST_MESSAGES / stride);
    }

    private void missedSlotsAreCaughtUpOnceWhereverTheConnectionIsCut(int stride) {
        int cuts = new StatementCuts(link, database.client()).at(stride, (run, disturbed) -> {
            RuleGroup group = newGroup();
            Instant slot = group.slotAfter(START);
            querier.answer(sample(0));
            replica.runAt(group, slot);
            Instant wrongFrom = slot.plusSeconds(120);
            querier.answer((expression, at) ->
                    FakeQuerier.success(List.of(sample(at.plusSeconds(10).isBefore(wrongFrom) ? 0 : 2))));

            disturbed.during(() -> replica.runAt(group, slot.plusSeconds(300)));
            replica.runAt(group, slot.plusSeconds(300));

            assertThat(replica.takeEvents()).singleElement().satisfies(event -> {
                assertThat(event).isInstanceOf(AlertEvent.Fired.class);
                assertThat(event.alert().slot()).isEqualTo(wrongFrom);
            });
        });

        assertThat(cuts).isGreaterThanOrEqualTo(FEWEST_MESSAGES / stride);
    }

    private RuleGroup newGroup() {
        groups++;
        GroupKey key = new GroupKey("test.yml", "g" + groups);
        return group("g" + groups).rules(rule("r").in(key).condition(above(0))).build();
    }
}
