package io.tocsin.dispatch;

import static io.tocsin.dispatch.TestAlerts.alert;
import static io.tocsin.dispatch.TestAlerts.fired;
import static io.tocsin.dispatch.TestAlerts.firedLate;
import static io.tocsin.dispatch.TestAlerts.resolved;
import static io.tocsin.dispatch.TestAlerts.resolvedLate;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.ResolveReason;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.Trend;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.MutedBy;
import io.tocsin.notification.NotificationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What dispatch promises, on whatever database. */
abstract class DispatchContract {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final MutedBy SILENCED = new MutedBy(List.of("1"), "");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final Instant start = clock.instant();
    private DispatchFixture dispatch;

    abstract DataSource newDatabase();

    @BeforeEach
    void migrate() {
        DataSource dataSource = newDatabase();
        DispatchFixture.createTables(dataSource);
        dispatch = new DispatchFixture(dataSource, clock);
    }

    @Test
    void tellsTheFirstAlertsOfAGroupTogetherAfterGroupWait() {
        dispatch.append(fired(alert("ocr", "server1", start)));
        List<Message> atOnce = dispatch.step();
        dispatch.append(fired(alert("ocr", "server2", start)));
        List<Message> early = dispatch.stepAfter(WAIT.minusMillis(1));

        List<Message> messages = dispatch.stepAfter(Duration.ofMillis(1));

        assertThat(atOnce).isEmpty();
        assertThat(early).isEmpty();
        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.FIRST_NOTIFICATION);
            assertThat(message.status()).isEqualTo(MessageStatus.FIRING);
            assertThat(message.firing()).isEqualTo(2);
            assertThat(message.groupLabels()).isEqualTo(Labels.of("alertname", "ocr"));
            assertThat(message.commonLabels()).isEqualTo(Labels.of("alertname", "ocr", "severity", "critical"));
            assertThat(message.alerts()).extracting(AlertEntry::isNew).containsExactly(true, true);
        });
    }

    @Test
    void saysEverythingAboutAnAlert() {
        Alert alert = alert("ocr", "server1", start.minusSeconds(3));
        dispatch.append(fired(alert));
        dispatch.step();

        AlertEntry entry = dispatch.stepAfter(WAIT).get(0).alerts().get(0);

        assertThat(entry.alertId()).isEqualTo(alert.id().toString());
        assertThat(entry.labels()).isEqualTo(alert.labels());
        assertThat(entry.annotation("summary")).isEqualTo("OCR 오류 \uFFFD");
        assertThat(entry.value()).isEqualTo(3.5);
        assertThat(entry.firedAt()).isEqualTo(start.minusSeconds(3));
        assertThat(entry.query()).startsWith("sum by (host)");
        assertThat(entry.evidence().lines())
                .singleElement()
                .satisfies(line -> assertThat(line.text()).isEqualTo("ERROR out of memory"));
        assertThat(entry.links().silence())
                .startsWith("https://tocsin.example/silences/new?matcher=alertname%3D%22ocr%22&matcher=host%3D");
        assertThat(entry.links().logs()).startsWith("https://grafana.example/explore?schemaVersion=1");
    }

    @Test
    void tellsTheEndWithReasonAndPresentValueWithoutWaitingForGroupInterval() { // alertmanager#1510, #1660
        Alert alert = tellFiring("ocr", "server1");
        dispatch.append(resolved(alert, clock.instant()));
        List<Message> atOnce = dispatch.step();

        List<Message> messages = dispatch.stepAfter(Duration.ofSeconds(5));

        assertThat(atOnce).isEmpty();
        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.ALL_RESOLVED);
            assertThat(message.status()).isEqualTo(MessageStatus.RESOLVED);
            assertThat(message.firing()).isZero();
            assertThat(message.resolved()).isEqualTo(1);
            assertThat(message.alerts().get(0).presentValue()).isZero();
            assertThat(message.alerts().get(0).resolveReason()).isEqualTo(ResolveReason.CONDITION_FALSE);
        });
        assertThat(dispatch.stores.allGroups()).isEmpty();
        assertThat(dispatch.stepAfter(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void tellsAnAlertThatFiredAndResolvedWithinGroupWaitAsOneMessage() {
        Alert alert = alert("ocr", "server1", start);
        dispatch.append(fired(alert), resolved(alert, start.plusSeconds(1)));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.FIRED_AND_RESOLVED);
            assertThat(message.status()).isEqualTo(MessageStatus.RESOLVED);
            assertThat(message.alerts())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.resolvedAt()).isEqualTo(start.plusSeconds(1)));
        });
        assertThat(dispatch.stepAfter(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void tellsNewAlertsFirstAfterGroupIntervalAndTheKnownOnesAfterThem() {
        tellFiring("ocr", "server1");
        dispatch.append(fired(alert("ocr", "server2", clock.instant())));
        dispatch.step();
        List<Message> early = dispatch.stepAfter(INTERVAL.minusSeconds(1));

        List<Message> messages = dispatch.stepAfter(Duration.ofSeconds(1));

        assertThat(early).isEmpty();
        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.NEW_ALERTS);
            assertThat(message.alerts())
                    .extracting(entry -> entry.labels().get("host"))
                    .containsExactly("server2", "server1");
            assertThat(message.alerts()).extracting(AlertEntry::isNew).containsExactly(true, false);
        });
    }

    @Test
    void repeatsWithTheNewestValue() {
        Alert alert = tellFiring("ocr", "server1");
        Instant now = clock.instant();
        dispatch.instances.save(List.of(new AlertInstance(
                alert.id().rule(),
                alert.labels(),
                InstanceState.FIRING,
                InstanceTimes.firing(alert.activeAt(), alert.firedAt(), now),
                42.0,
                new TreeMap<>(Map.of("summary", "42 lines")))));
        List<Message> early = dispatch.stepAfter(Duration.ofHours(4).minusSeconds(1));

        List<Message> messages = dispatch.stepAfter(Duration.ofSeconds(1));

        assertThat(early).isEmpty();
        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.REPEAT_INTERVAL);
            assertThat(message.alerts().get(0).value()).isEqualTo(42.0);
            assertThat(message.alerts().get(0).annotation("summary")).isEqualTo("42 lines");
            assertThat(message.alerts().get(0).isNew()).isFalse();
        });
    }

    @Test
    void tellsBothEpisodesWhenAnAlertFiresAgainBeforeItsEndWasTold() { // prometheus row 14
        Alert first = tellFiring("ocr", "server1");
        Alert second = alert("ocr", "server1", clock.instant().plusSeconds(2));
        dispatch.append(resolved(first, clock.instant().plusSeconds(1)), fired(second));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(INTERVAL);

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.NEW_ALERTS);
            assertThat(message.alerts())
                    .extracting(AlertEntry::alertId)
                    .containsExactly(second.id().toString(), first.id().toString());
            assertThat(message.firing()).isEqualTo(1);
            assertThat(message.resolved()).isEqualTo(1);
        });
    }

    @Test
    void tellsNoEndToAContactPointThatDoesNotWantIt() {
        dispatch.receivers.sendsResolved = false;
        Alert alert = tellFiring("ocr", "server1");
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(Duration.ofHours(5));

        assertThat(messages).isEmpty();
        assertThat(trail(alert)).last().satisfies(entry -> {
            assertThat(entry.step()).isEqualTo(TrailStep.NOT_TOLD);
            assertThat(entry.detail()).contains("does not send resolved");
        });
        assertThat(dispatch.stores.allGroups()).isEmpty();
    }

    @Test
    void sendsOneSummaryPerRuleGroupForWhatACatchUpFound() { // elastalert#2711
        Alert waiting = alert("ocr", "server1", start);
        dispatch.append(fired(waiting));
        dispatch.step();
        Alert missed = alert("collector", "server2", start.minusSeconds(600));
        Alert going = alert("warehouse", "server3", start.minusSeconds(300));
        dispatch.append(
                firedLate(missed),
                resolvedLate(waiting, start.minusSeconds(500)),
                resolvedLate(missed, start.minusSeconds(400)),
                firedLate(going));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(INTERVAL);

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.LATE_SUMMARY);
            assertThat(message.isLate()).isTrue();
            assertThat(message.alerts())
                    .extracting(AlertEntry::name)
                    .containsExactlyInAnyOrder("warehouse", "ocr", "collector");
            assertThat(message.firing()).isEqualTo(1);
            assertThat(message.resolved()).isEqualTo(2);
            assertThat(message.notes()).isNotEmpty();
        });
        dispatch.append(resolved(going, clock.instant()));
        dispatch.step();
        assertThat(dispatch.stepAfter(WAIT))
                .singleElement()
                .satisfies(message -> assertThat(message.reason()).isEqualTo(NotificationReason.ALL_RESOLVED));
        assertThat(dispatch.stores.allGroups()).isEmpty();
    }

    /** Only messages of one group stay in order, and only they take the place of one another. */
    @Test
    void tellsAnEndThatACatchUpFoundInTheGroupThatToldTheBeginning() {
        dispatch.append(fired(alert("ocr", "server1", start)));
        dispatch.step();
        Message beginning = dispatch.stepAfter(WAIT).get(0);
        Alert missed = alert("collector", "server2", start.minusSeconds(600));
        dispatch.append(
                firedLate(missed),
                resolvedLate(alert("ocr", "server1", start), start.plusSeconds(20)),
                resolvedLate(missed, start.minusSeconds(400)));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(INTERVAL);

        assertThat(messages)
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.isLate()).isTrue());
        assertThat(messages)
                .filteredOn(message -> message.groupKey().equals(beginning.groupKey()))
                .singleElement()
                .satisfies(end -> {
                    assertThat(beginning.isContinuedBy(end)).isTrue();
                    assertThat(end.alerts()).extracting(AlertEntry::name).containsExactly("ocr");
                    assertThat(end.firing()).isZero();
                    assertThat(end.resolved()).isEqualTo(1);
                });
        assertThat(dispatch.stores.allGroups()).isEmpty();
    }

    /** The late summary speaks after group_wait, the group that told the first episode after group_interval. */
    @Test
    void tellsTheEndOfAnEpisodeNoLaterThanTheNextBeginningThatACatchUpFound() {
        Alert first = tellFiring("ocr", "server1");
        dispatch.append(fired(alert("ocr", "server2", clock.instant())));
        dispatch.step();
        dispatch.stepAfter(INTERVAL);
        Alert second = alert("ocr", "server1", clock.instant().minusSeconds(10));
        dispatch.append(resolvedLate(first, clock.instant().minusSeconds(20)), firedLate(second));
        dispatch.step();

        List<Message> messages = new ArrayList<>(dispatch.stepAfter(WAIT));
        messages.addAll(dispatch.stepAfter(INTERVAL));

        assertThat(messages)
                .flatExtracting(Message::alerts)
                .extracting(AlertEntry::alertId)
                .contains(first.id().toString(), second.id().toString());
        assertThat(messages.get(messages.size() - 1).alerts())
                .as("the last word on server1")
                .anySatisfy(entry -> {
                    assertThat(entry.alertId()).isEqualTo(second.id().toString());
                    assertThat(entry.isFiring()).isTrue();
                });
    }

    @Test
    void tellsAnEpisodeThatNobodyKnowsNoLaterThanTheNextBeginning() {
        Alert missed = alert("ocr", "server1", start.minusSeconds(600));
        Alert going = alert("ocr", "server1", start);
        dispatch.append(firedLate(missed), resolvedLate(missed, start.minusSeconds(300)), fired(going));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.firing()).isEqualTo(1);
            assertThat(message.resolved()).isEqualTo(1);
        });
        dispatch.append(resolved(going, clock.instant()));
        dispatch.step();
        assertThat(dispatch.stepAfter(WAIT))
                .singleElement()
                .satisfies(message -> assertThat(message.reason()).isEqualTo(NotificationReason.ALL_RESOLVED));
        assertThat(dispatch.stores.allGroups()).isEmpty();
    }

    @Test
    void neitherLosesNorDoublesWhenTheProcessDiesWhileItNotifies() {
        dispatch.append(fired(alert("ocr", "server1", start)));
        dispatch.step();
        dispatch.outbox.fails = true;
        List<Message> whileDying = dispatch.stepAfter(WAIT);
        dispatch.outbox.fails = false;
        DispatchFixture next = dispatch.replica();

        List<Message> tooEarly = next.stepAfter(Duration.ofSeconds(29));
        List<Message> takenOver = next.stepAfter(Duration.ofSeconds(1));
        List<Message> after = next.stepAfter(INTERVAL);

        assertThat(whileDying).isEmpty();
        assertThat(tooEarly).isEmpty();
        assertThat(takenOver).hasSize(1);
        assertThat(after).isEmpty();
        assertThat(dispatch.decided()).hasSize(1);
    }

    @Test
    void twoReplicasNeverBothNotify() throws Exception {
        DispatchFixture other = dispatch.replica();
        List<Message> messages = new ArrayList<>();
        for (int round = 0; round < 15; round++) {
            for (int host = 0; host < 4; host++) {
                dispatch.append(fired(alert("alert" + host, "server" + round, clock.instant())));
            }
            clock.tick(INTERVAL);
            for (int i = 0; i < 2; i++) {
                Thread one = new Thread(dispatch.dispatcher::step);
                Thread two = new Thread(other.dispatcher::step);
                one.start();
                two.start();
                one.join();
                two.join();
                clock.tick(WAIT);
            }
            messages.addAll(dispatch.outbox.take());
        }
        clock.tick(INTERVAL);
        dispatch.dispatcher.step();
        messages.addAll(dispatch.outbox.take());

        List<String> toldNew = messages.stream()
                .flatMap(message -> message.alerts().stream().filter(AlertEntry::isNew))
                .map(AlertEntry::alertId)
                .toList();
        assertThat(toldNew).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void doesNotWaitForLogLinesLongerThanTheBudgetAndSaysSo() {
        dispatch.evidence.answer = alert -> new CompletableFuture<>();
        dispatch.append(fired(alert("ocr", "server1", start)));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages.get(0).alerts().get(0).evidence().problem()).isEqualTo("no answer within 50 ms");
    }

    @Test
    void anAlertThatJoinsItsGroupWhileLinesAreFetchedHasItsLinesToo() {
        Function<Alert, CompletableFuture<Evidence>> answer = dispatch.evidence.answer;
        dispatch.evidence.answer = alert -> {
            if (alert.labels().get("host").equals("server1")) {
                dispatch.append(fired(alert("ocr", "server2", start)));
                dispatch.dispatcher.assignAll();
            }
            return answer.apply(alert);
        };
        dispatch.append(fired(alert("ocr", "server1", start)));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages)
                .singleElement()
                .satisfies(message -> assertThat(message.alerts())
                        .hasSize(2)
                        .allSatisfy(
                                entry -> assertThat(entry.evidence().lines()).hasSize(1)));
    }

    /** One that goes on growing is told all the same. */
    @Test
    void aGroupThatGrowsWithEachQuestionIsTold() {
        AtomicInteger joined = new AtomicInteger();
        Function<Alert, CompletableFuture<Evidence>> answer = dispatch.evidence.answer;
        dispatch.evidence.answer = alert -> {
            dispatch.append(fired(alert("ocr", "joins" + joined.incrementAndGet(), start)));
            dispatch.dispatcher.assignAll();
            return answer.apply(alert);
        };
        dispatch.append(fired(alert("ocr", "server1", start)));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages).isNotEmpty();
        assertThat(messages.get(0).alerts())
                .hasSizeGreaterThan(2)
                .allSatisfy(entry -> assertThat(entry.evidence().isEmpty())
                        .as("lines, or why there are none")
                        .isFalse());
    }

    @Test
    void leavesLogLinesOutForAWhileWhenTheLogSourceHangsInAStorm() {
        dispatch.evidence.answer = alert -> new CompletableFuture<>();
        IntStream.range(0, 40).forEach(i -> dispatch.append(fired(alert("alert" + i, "server1", start))));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages).hasSize(40);
        assertThat(messages)
                .extracting(message -> message.alerts().get(0).evidence().problem())
                .filteredOn("the log source is too slow at present"::equals)
                .hasSize(20);
    }

    @Test
    void sendsAlertsToTheContactPointsThatTheRuleNames() {
        dispatch.append(fired(alert("ocr", "server1", start, "team_a", "team_b")));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages)
                .extracting(message -> message.receiver().value())
                .containsExactlyInAnyOrder("team_a", "team_b");
    }

    @Test
    void listsTheFirstAlertsAndCountsTheRest() {
        IntStream.range(0, 120).forEach(host -> dispatch.append(fired(alert("ocr", "server" + host, start))));
        dispatch.step();

        Message message = dispatch.stepAfter(WAIT).get(0);

        assertThat(message.alerts()).hasSize(50);
        assertThat(message.unlisted()).isEqualTo(70);
        assertThat(message.firing()).isEqualTo(120);
    }

    @Test
    void tellsAStillFiringAlertWhenItsMuteEnds() {
        dispatch.mutes.mutedBy = labels -> SILENCED;
        Alert alert = alert("ocr", "server1", start);
        dispatch.append(fired(alert));
        dispatch.step();
        List<Message> muted = dispatch.stepAfter(WAIT);
        dispatch.mutes.mutedBy = labels -> MutedBy.NOTHING;

        List<Message> messages = dispatch.stepAfter(INTERVAL);

        assertThat(muted).isEmpty();
        assertThat(messages)
                .singleElement()
                .satisfies(message -> assertThat(message.reason()).isEqualTo(NotificationReason.FIRST_NOTIFICATION));
        assertThat(trail(alert))
                .extracting(TrailEntry::step)
                .containsExactly(TrailStep.GROUPED, TrailStep.MUTED, TrailStep.UNMUTED, TrailStep.TOLD_FIRING);
    }

    @Test
    void tellsTheEndOfAnAlertThatWasSilencedAfterItWasTold() { // alertmanager#226
        Alert alert = tellFiring("ocr", "server1");
        dispatch.mutes.mutedBy = labels -> SILENCED;
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages)
                .singleElement()
                .satisfies(message -> assertThat(message.reason()).isEqualTo(NotificationReason.ALL_RESOLVED));
    }

    @Test
    void keepsQuietAboutAnAlertThatFiredAndResolvedWhileMuted() {
        dispatch.mutes.mutedBy = labels -> SILENCED;
        Alert alert = alert("ocr", "server1", start);
        dispatch.append(fired(alert));
        dispatch.step();
        dispatch.stepAfter(WAIT);
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(INTERVAL);

        assertThat(messages).isEmpty();
        assertThat(trail(alert)).last().satisfies(entry -> {
            assertThat(entry.step()).isEqualTo(TrailStep.NOT_TOLD);
            assertThat(entry.detail()).isEqualTo("silence:1");
        });
        assertThat(dispatch.stores.allGroups()).isEmpty();
    }

    @Test
    void holdsEverythingWhileThePolicyIsMuted() {
        dispatch.mutes.heldUntil = Optional.of(start.plus(Duration.ofHours(8)));
        dispatch.append(fired(alert("ocr", "server1", start)));
        dispatch.step();
        List<Message> night = dispatch.stepAfter(Duration.ofHours(7));
        dispatch.mutes.heldUntil = Optional.empty();

        List<Message> morning = dispatch.stepAfter(Duration.ofHours(1));

        assertThat(night).isEmpty();
        assertThat(morning).hasSize(1);
    }

    @Test
    void showsHowTheValueWentWhereTheRuleWantsEvidence() {
        dispatch.trend = new Trend(List.of(1.0, 2.0, 3.0), clock.instant(), clock.instant(), 1, null);
        dispatch.append(fired(alert("ocr", "server1", clock.instant())));
        dispatch.step();

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages.get(0).alerts().get(0).evidence().trend()).isEqualTo(dispatch.trend);
    }

    @Test
    void keepsTheReasonOfEveryNotification() { // alertmanager#172
        Alert alert = tellFiring("ocr", "server1");
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();
        dispatch.stepAfter(WAIT);

        assertThat(dispatch.notifications.findByRule("ocr.yml:jobs", "ocr", Long.MAX_VALUE, 10))
                .extracting(notification -> notification.reason())
                .containsExactly(NotificationReason.ALL_RESOLVED, NotificationReason.FIRST_NOTIFICATION);
        assertThat(trail(alert))
                .extracting(TrailEntry::step)
                .containsExactly(TrailStep.GROUPED, TrailStep.TOLD_FIRING, TrailStep.ENDED, TrailStep.TOLD_RESOLVED);
    }

    private Alert tellFiring(String name, String host) {
        Alert alert = alert(name, host, clock.instant());
        dispatch.append(fired(alert));
        dispatch.step();
        assertThat(dispatch.stepAfter(WAIT)).hasSize(1);
        return alert;
    }

    /** Oldest first. */
    private List<TrailEntry> trail(Alert alert) {
        List<TrailEntry> steps = new ArrayList<>(dispatch.stores
                .trail()
                .findByRule(alert.rule().key().group().toString(), alert.name(), Long.MAX_VALUE, 100));
        steps.removeIf(step -> !step.alertId().equals(alert.id().toString()));
        Collections.reverse(steps);
        return steps;
    }
}
