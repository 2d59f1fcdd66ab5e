package io.tocsin.alert.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.TestDatabase;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.RuleRecord.KnownPeriod;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.StoredEvent;
import io.tocsin.database.TestRows;
import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** What every database must do for the stores of this package. */
abstract class AlertStoreContract {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00.123Z");
    private static final GroupKey GROUP = new GroupKey("sub/ocr.yml", "한글: group");

    private TestDatabase database;
    private AlertInstances instances;
    private AlertEventLog events;
    private GroupCursors cursors;
    private RuleRecords rules;
    private EvaluationHistory history;
    private ActiveAlerts active;

    abstract TestDatabase open();

    @BeforeEach
    void openStores() {
        database = open();
        instances = new AlertInstances(database.client(), database.template(), TestRows.unreadable());
        events = new JdbcAlertEventLog(database.client(), database.template(), event -> {});
        cursors = AlertStores.cursors(database);
        rules = AlertStores.rules(database);
        history = AlertStores.history(database);
        active = new ActiveAlerts(database.client(), TestRows.unreadable());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void readsAnInstanceAsItWasSaved() {
        AlertInstance saved = recovering("server1").withAnnotations(new TreeMap<>(Map.of("summary", "\"따옴표\" <b>\n")));

        instances.save(List.of(saved));

        assertThat(instances.findByGroup(GROUP)).containsExactly(saved);
    }

    @Test
    void keepsNanAndInfinityAsValues() {
        AlertInstance nan = firing("a", T0).at(T0, Double.NaN);
        AlertInstance infinite = firing("b", T0).at(T0, Double.POSITIVE_INFINITY);

        instances.save(List.of(nan, infinite));

        assertThat(instances.findByGroup(GROUP)).containsExactlyInAnyOrder(nan, infinite);
    }

    @Test
    void replacesAnInstanceOfTheSameRuleAndLabels() {
        instances.save(List.of(firing("server1", T0)));
        AlertInstance newer = firing("server1", T0).at(T0.plusSeconds(60), 9);

        instances.save(List.of(newer, firing("server2", T0)));

        assertThat(instances.findByGroup(GROUP)).containsExactlyInAnyOrder(newer, firing("server2", T0));
    }

    @Test
    void deletesOnlyTheGivenInstances() {
        instances.save(List.of(firing("server1", T0), firing("server2", T0)));

        instances.delete(List.of(firing("server1", T0)));

        assertThat(instances.findByGroup(GROUP)).containsExactly(firing("server2", T0));
    }

    @Test
    void findsActiveInstancesNewestFirst() {
        AlertInstance older = firing("server1", T0);
        AlertInstance newer = firing("server2", T0.plusSeconds(60));
        instances.save(List.of(older, newer, firing("server3", T0).resolved(T0.plusSeconds(60))));

        assertThat(instances.findActive()).containsExactly(newer, older);
    }

    /** Whoever asks gets the value that lies beside the cursor, not the one of the row. */
    @Test
    void findsTheNewestValueOfAnInstanceWhoseRowIsNotWritten() {
        AlertInstance row = firing("server1", T0);
        AlertInstance newest = row.at(T0, 41.5).withAnnotations(new TreeMap<>(Map.of("summary", "newest")));
        instances.save(List.of(row, firing("server2", T0)));
        InstanceReadings.ReadingsChange change = InstanceReadings.EMPTY.change();
        change.put(row, newest);
        cursors.amend(cursors.start(GROUP, T0), EvaluationChunk.EMPTY, change.done());
        List<ActiveAlerts.ActiveEntry> entries = new ArrayList<>();
        active.forEachWithTexts(entries::add);
        active.forEach(entries::add);

        assertThat(instances.findByGroup(GROUP)).containsExactlyInAnyOrder(newest, firing("server2", T0));
        assertThat(instances.findByGroup(GROUP, List.of(row.fingerprint()))).containsExactly(newest);
        assertThat(instances.readGroup(GROUP).newest()).containsExactlyInAnyOrder(newest, firing("server2", T0));
        assertThat(instances.readGroup(GROUP).readings().newest(row)).isEqualTo(newest);
        assertThat(instances.findActive()).contains(newest);
        assertThat(instances.findFiring(List.of(id(row)))).containsExactly(Map.entry(id(row), newest));
        assertThat(active.find(0, 10)).contains(newest);
        assertThat(active.findAll(List.of(ActiveAlerts.ActiveAlertKey.of(row)))).containsExactly(newest);
        assertThat(entries)
                .filteredOn(entry -> entry.fingerprint().equals(row.fingerprint()))
                .extracting(ActiveAlerts.ActiveEntry::value, ActiveAlerts.ActiveEntry::texts)
                .containsExactly(tuple(41.5, "{\"summary\":\"newest\"}"), tuple(41.5, ""));
    }

    /** Readings that this version cannot read: the row says how the instance was. */
    @Test
    void goesOnWithTheRowsWhenReadingsCannotBeRead() {
        instances.save(List.of(firing("server1", T0)));
        cursors.start(GROUP, T0);
        database.client()
                .sql("update group_cursor set readings = ?")
                .param(new byte[] {9, 9})
                .update();

        assertThat(instances.findByGroup(GROUP)).containsExactly(firing("server1", T0));
        assertThat(instances.readGroup(GROUP).newest()).containsExactly(firing("server1", T0));
        assertThat(instances.readGroup(GROUP).readings().stored()).isNull();
    }

    @Test
    void findsOnlyEpisodesThatStillFire() {
        AlertInstance firing = firing("server1", T0);
        AlertInstance resolved = firing("server2", T0).resolved(T0.plusSeconds(60));
        AlertInstance refired = firing("server3", T0.plusSeconds(120));
        instances.save(List.of(firing, resolved, refired));

        Map<AlertId, AlertInstance> found =
                instances.findFiring(List.of(id(firing), id(resolved), id(firing("server3", T0))));

        assertThat(found).containsExactly(Map.entry(id(firing), firing));
    }

    @Test
    void readsEventsAsTheyWereAppendedInOrder() {
        AlertEvent fired = new AlertEvent.Fired(alert("server1", T0), true);
        AlertEvent late = new AlertEvent.Fired(alert("server3", T0).arrivedLate(), false);
        AlertEvent resolved = new AlertEvent.Resolved(
                alert("server1", T0), T0.plusSeconds(60), ResolveReason.CONDITION_FALSE, 0.5, "", false);
        AlertEvent unknown = new AlertEvent.Resolved(
                alert("server2", T0), T0.plusSeconds(60), ResolveReason.NO_DATA, null, "no answer", false);

        events.append(List.of(fired, late, resolved, unknown));

        assertThat(events.findUndispatched(10).readable())
                .extracting(StoredEvent::event)
                .containsExactly(fired, late, resolved, unknown);
    }

    @Test
    void findsNoEventThatWasDispatched() {
        events.append(List.of(
                new AlertEvent.Fired(alert("server1", T0), false), new AlertEvent.Fired(alert("server2", T0), false)));
        List<StoredEvent> first = events.findUndispatched(1).readable();

        events.markDispatched(List.of(first.get(0).id()), T0);

        assertThat(events.findUndispatched(10).readable())
                .singleElement()
                .satisfies(stored ->
                        assertThat(stored.event().alert().labels().get("host")).isEqualTo("server2"));
    }

    @Test
    void refusesASecondFiringOfTheSameEpisode() {
        AlertEvent fired = new AlertEvent.Fired(alert("server1", T0), false);
        events.append(List.of(fired));

        assertThatThrownBy(() -> events.append(List.of(fired))).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void startsAGroupOnlyOnce() {
        cursors.start(GROUP, T0);

        GroupCursor again = cursors.start(GROUP, T0.plusSeconds(60));

        assertThat(again.slot()).isEqualTo(T0);
        assertThat(cursors.findByText(GROUP.toString())).contains(again);
        assertThat(cursors.findAll()).containsExactly(again);
    }

    @Test
    void letsOnlyOneWriterMoveAGroupOn() {
        GroupCursor cursor = cursors.start(GROUP, T0);

        assertThat(cursors.advance(cursor, T0.plusSeconds(60), EvaluationChunk.EMPTY, null))
                .isTrue();
        assertThat(cursors.advance(cursor, T0.plusSeconds(60), EvaluationChunk.EMPTY, null))
                .isFalse();
        assertThat(cursors.advance(cursor, T0.plusSeconds(120), EvaluationChunk.EMPTY, null))
                .isFalse();
        assertThat(cursors.find(GROUP)).contains(new GroupCursor(GROUP, T0.plusSeconds(60), cursor.version() + 1));
    }

    @Test
    void neverMovesAGroupBack() {
        GroupCursor cursor = cursors.start(GROUP, T0);

        assertThat(cursors.advance(cursor, T0, EvaluationChunk.EMPTY, null)).isFalse();
        assertThat(cursors.advance(cursor, T0.minusSeconds(1), EvaluationChunk.EMPTY, null))
                .isFalse();
    }

    @Test
    void makesASecondWriterWaitAndFail() throws Exception {
        GroupCursor cursor = cursors.start(GROUP, T0);
        // Its first use starts Hibernate, which nobody is to wait for below.
        TransactionTemplate transactions = database.transactions();
        CountDownLatch advanced = new CountDownLatch(1);
        CountDownLatch secondStarted = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> first = threads.submit(() -> transactions.execute(status -> {
                boolean moved = cursors.advance(cursor, T0.plusSeconds(60), EvaluationChunk.EMPTY, null);
                advanced.countDown();
                await(secondStarted);
                return moved;
            }));
            await(advanced);
            Future<Boolean> second = threads.submit(() -> transactions.execute(status -> {
                secondStarted.countDown();
                return cursors.advance(cursor, T0.plusSeconds(60), EvaluationChunk.EMPTY, null);
            }));

            assertThat(first.get()).isTrue();
            assertThat(second.get()).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void readsARuleAsItWasSaved() {
        RuleRecord record = record("ocr_alert", RuleHealth.ERROR, T0);

        rules.save(List.of(record));
        rules.save(List.of(record, record("other", RuleHealth.OK, T0)));

        assertThat(rules.findByGroup(GROUP, history.open(GROUP)).get(key("ocr_alert")))
                .isEqualTo(record);
        assertThat(rules.findAll()).hasSize(2);
        assertThat(rules.countFailing("default", List.of("timeout"))).isEqualTo(1);
        assertThat(rules.countFailing("other", List.of("timeout"))).isZero();
    }

    @Test
    void readsWhatARuleKnowsOfItsEntities() {
        RuleRecord known = record("silent", RuleHealth.OK, T0);
        RuleRecord watching = new RuleRecord(
                known.reference(),
                new EvaluationResult(T0, RuleHealth.OK, "", "", known.newest().duration(), 1),
                known.knownSeries(),
                new KnownPeriod("[host] {job=\"app\"}", T0.minusSeconds(86_400), T0));

        rules.save(List.of(known));
        rules.save(List.of(watching));

        assertThat(rules.findByGroup(GROUP, history.open(GROUP)).get(key("silent")))
                .isEqualTo(watching);
    }

    @Test
    void hidesARemovedRuleUntilItIsBack() {
        rules.save(List.of(record("ocr_alert", RuleHealth.OK, T0)));

        rules.markRemoved(List.of(key("ocr_alert")), T0);
        List<RuleRecord> whileRemoved = rules.findAll();
        rules.save(List.of(record("ocr_alert", RuleHealth.OK, T0)));

        assertThat(whileRemoved).isEmpty();
        assertThat(rules.findAll()).hasSize(1);
    }

    @Test
    void readsHistoryNewestFirst() {
        rules.save(List.of(record("ocr_alert", RuleHealth.OK, T0)));
        EvaluationRecord older = evaluation(T0, 3.5);
        EvaluationRecord newer = evaluation(T0.plusSeconds(60), null);
        TransitionRecord change = new TransitionRecord(Labels.of("host", "a"), T0, "NONE", "FIRING", "", 3.5, true);

        history.save(GROUP, List.of(AlertStores.chunk(key("ocr_alert"), List.of(older, newer))));
        history.appendTransitions(Map.of(key("ocr_alert"), List.of(change)));

        assertThat(history.findEvaluations(key("ocr_alert"), 10)).containsExactly(newer, older);
        assertThat(history.findEvaluations(key("ocr_alert"), 1)).containsExactly(newer);
        assertThat(history.findTransitions(key("ocr_alert"), 10)).containsExactly(change);
        assertThat(history.findEvaluations(key("other"), 10)).isEmpty();
    }

    @Test
    void findsTheContentThatAppearedLastAmongLiveReplicas() {
        RuleReplicas replicas = new RuleReplicas(database.client());
        replicas.report("one", "old", T0, T0.minusSeconds(15));
        replicas.report("two", "new", T0.plusSeconds(5), T0.minusSeconds(10));
        replicas.report("one", "old", T0.plusSeconds(6), T0.minusSeconds(9));

        assertThat(replicas.findNewest(T0.minusSeconds(9))).contains("new");
        assertThat(replicas.findLive(T0.minusSeconds(9)))
                .containsEntry("one", "old")
                .containsEntry("two", "new");
        assertThat(replicas.findNewest(T0.plusSeconds(6))).contains("old");
        assertThat(replicas.findNewest(T0.plusSeconds(60))).isEmpty();
    }

    @Test
    void takesAReturnToOlderContentAsNew() {
        RuleReplicas replicas = new RuleReplicas(database.client());
        replicas.report("one", "old", T0, T0.minusSeconds(15));
        replicas.report("two", "new", T0.plusSeconds(5), T0.minusSeconds(10));
        replicas.report("two", "new", T0.plusSeconds(60), T0.plusSeconds(45));

        replicas.report("one", "old", T0.plusSeconds(61), T0.plusSeconds(46));

        assertThat(replicas.findNewest(T0.plusSeconds(46))).contains("old");
    }

    @Test
    void countsAndPagesActiveAlertsWithoutTheirTexts() {
        AlertInstance older = firing("server1", T0);
        AlertInstance newer = firing("server2", T0.plusSeconds(60)).at(T0.plusSeconds(60), 9);
        AlertInstance pending = firing("server3", T0.plusSeconds(90)).pending();
        AlertInstance recovering = recovering("server4");
        instances.save(
                List.of(older, newer, pending, recovering, firing("server5", T0).resolved(T0.plusSeconds(60))));

        List<String> passed = new ArrayList<>();
        active.forEach(entry -> passed.add(entry.labels().get("host")));

        assertThat(passed).as("in no order").containsExactlyInAnyOrder("server1", "server2", "server3", "server4");
        assertThat(active.find(0, 1)).containsExactly(newer);
        assertThat(active.find(3, 5)).containsExactly(pending);
        assertThat(active.countByState())
                .isEqualTo(Map.of(InstanceState.PENDING, 1, InstanceState.FIRING, 2, InstanceState.RECOVERING, 1));
        assertThat(active.hasMoreThan(3)).isTrue();
        assertThat(active.hasMoreThan(4)).isFalse();
        assertThat(active.countByRule()).containsOnlyKeys(older.rule());
        assertThat(active.findAll(List.of(
                        new ActiveAlerts.ActiveAlertKey(pending.rule(), pending.fingerprint()),
                        new ActiveAlerts.ActiveAlertKey(older.rule(), older.fingerprint()),
                        new ActiveAlerts.ActiveAlertKey(key("other"), older.fingerprint()))))
                .containsExactly(pending, older);
    }

    @Test
    void countsByHourWhatBeganToFire() {
        Instant hour = T0.truncatedTo(ChronoUnit.HOURS);
        events.append(List.of(
                new AlertEvent.Fired(alert("server1", T0), false),
                new AlertEvent.Fired(alert("server2", T0), false),
                new AlertEvent.Fired(alert("server3", T0.minusSeconds(3600)), false),
                new AlertEvent.Fired(alert("server4", hour.minusSeconds(7200)), false),
                new AlertEvent.Fired(alert("server5", hour.minusSeconds(7201)), false),
                new AlertEvent.Fired(alert("server6", hour.plusSeconds(3600)), false)));

        assertThat(active.countFiredByHour(hour.minusSeconds(7200), 3))
                .isEqualTo(Map.of(hour, 2, hour.minusSeconds(3600), 1, hour.minusSeconds(7200), 1));
    }

    @Test
    void hasAnotherMarkAfterEachChange() {
        List<String> marks = new ArrayList<>();
        marks.add(history.changeMark() + rules.changeMark());
        events.append(List.of(new AlertEvent.Fired(alert("server1", T0), false)));
        marks.add(history.changeMark() + rules.changeMark());
        rules.save(List.of(record("a", RuleHealth.OK, T0)));
        marks.add(history.changeMark() + rules.changeMark());
        rules.save(List.of(record("a", RuleHealth.ERROR, T0)));
        marks.add(history.changeMark() + rules.changeMark());

        assertThat(marks).doesNotHaveDuplicates();
        assertThat(history.changeMark() + rules.changeMark()).isEqualTo(marks.get(3));
        assertThat(rules.findFailing()).extracting(RuleRecords.Summary::key).containsExactly(key("a"));
        assertThat(rules.summaries()).isEqualTo(rules.findFailing());
        assertThat(rules.summary(key("a"))).contains(rules.summaries().get(0));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static EvaluationRecord evaluation(Instant slot, Double highest) {
        return new EvaluationRecord(
                new EvaluationResult(slot, RuleHealth.OK, "", "", Duration.ofMillis(12), 2), 1, highest, 4096, false);
    }

    private static RuleRecord record(String alert, RuleHealth health, Instant slot) {
        return new RuleRecord(
                reference(alert),
                new EvaluationResult(
                        slot,
                        health,
                        health == RuleHealth.ERROR ? "timeout" : "",
                        health == RuleHealth.ERROR ? "no answer" : "",
                        Duration.ofMillis(5),
                        3),
                Map.of(Labels.of("host", "a"), T0),
                null);
    }

    private static RuleReference reference(String alert) {
        return new RuleReference(
                key(alert),
                "sum(rate({job=\"ocr\"}[5m])) > 5",
                "> 0",
                "default",
                Duration.ofSeconds(10),
                new EvidenceSettings(3, "{job=\"ocr\"}"),
                List.of(new ContactPointName("job_alarm")));
    }

    private static RuleKey key(String alert) {
        return new RuleKey(GROUP, alert, Labels.of("severity", "critical").fingerprint());
    }

    private static AlertInstance firing(String host, Instant firedAt) {
        return new AlertInstance(
                key("ocr_alert"),
                Labels.of("alertname", "ocr_alert", "host", host),
                InstanceState.FIRING,
                InstanceTimes.firing(firedAt, firedAt, firedAt),
                7,
                new TreeMap<>(Map.of("summary", "OCR 서비스 ERROR 발생")));
    }

    private static AlertInstance recovering(String host) {
        return firing(host, T0).recovering(T0.plusSeconds(60));
    }

    private static AlertId id(AlertInstance instance) {
        return new AlertId(instance.rule(), instance.fingerprint(), instance.firedAt());
    }

    private static Alert alert(String host, Instant firedAt) {
        AlertInstance instance = firing(host, firedAt);
        return new Alert(
                id(instance),
                instance.labels(),
                instance.annotations(),
                instance.activeAt(),
                firedAt.plusSeconds(60),
                Double.NaN,
                reference("ocr_alert"));
    }
}
