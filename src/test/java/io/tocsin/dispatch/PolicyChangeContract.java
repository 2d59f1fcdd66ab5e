package io.tocsin.dispatch;

import static io.tocsin.dispatch.TestAlerts.alert;
import static io.tocsin.dispatch.TestAlerts.fired;
import static io.tocsin.dispatch.TestAlerts.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.alert.Alert;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.dispatch.store.TrailStep;
import io.tocsin.label.LabelMatcher;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.notification.GroupBy;
import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.NotificationReason;
import io.tocsin.notification.Policies;
import io.tocsin.notification.PolicyTree;
import io.tocsin.rule.ContactPointName;
import io.tocsin.silence.SilenceDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of alerts that fire when the policies change, on whatever database. */
abstract class PolicyChangeContract {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final ContactPointName OPS = new ContactPointName("ops");
    private static final ContactPointName DATA = new ContactPointName("data");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private DispatchFixture dispatch;

    abstract DataSource newDatabase();

    @BeforeEach
    void migrate() {
        DataSource dataSource = newDatabase();
        DispatchFixture.createTables(dataSource);
        dispatch = new DispatchFixture(dataSource, clock);
        dispatch.policies = Policies.single(OPS);
    }

    @Test
    void tellsTheNewContactPointOnceAndTheOldOneTheRealEnd() {
        Alert alert = tellFiring("server1");
        dispatch.policies = Policies.single(DATA);

        List<Message> atOnce = dispatch.step();
        List<Message> told = dispatch.stepAfter(WAIT);
        List<Message> later = dispatch.stepAfter(Duration.ofHours(5));
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();
        List<Message> end = dispatch.stepAfter(WAIT);

        assertThat(atOnce).isEmpty();
        assertThat(told).singleElement().satisfies(message -> {
            assertThat(message.receiver()).isEqualTo(DATA);
            assertThat(message.reason()).isEqualTo(NotificationReason.FIRST_NOTIFICATION);
            assertThat(message.alerts()).extracting(AlertEntry::isNew).containsExactly(true);
        });
        assertThat(later).extracting(Message::receiver).containsExactly(DATA);
        assertThat(later).extracting(Message::reason).containsExactly(NotificationReason.REPEAT_INTERVAL);
        assertThat(end).extracting(Message::receiver).containsExactlyInAnyOrder(OPS, DATA);
        assertThat(end).extracting(Message::status).containsOnly(MessageStatus.RESOLVED);
        assertThat(dispatch.stores.allGroups()).isEmpty();
        assertThat(dispatch.stepAfter(Duration.ofDays(1))).isEmpty();
        assertThat(steps(alert)).contains(TrailStep.REROUTED);
    }

    @Test
    void saysNothingWhereTheSameContactPointIsReachedByAnotherRoute() {
        Alert alert = tellFiring("server1");
        NotificationPolicy root = Policies.single(DATA).tree().root();
        dispatch.policies = policies(root.withChildren(List.of(new NotificationPolicy(
                "{}/{severity=\"critical\"}",
                List.of(LabelMatcher.equal("severity", "critical")),
                OPS,
                false,
                GroupBy.ALERT_NAME,
                new GroupTimings(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(10)),
                NotificationPolicy.SpeakingTimes.ALWAYS,
                List.of()))));

        dispatch.step();
        List<Message> early = dispatch.stepAfter(Duration.ofMinutes(9));
        List<Message> repeat = dispatch.stepAfter(Duration.ofMinutes(1));
        dispatch.append(resolved(alert, clock.instant()));
        List<Message> end = dispatch.step();

        assertThat(early).isEmpty();
        assertThat(repeat)
                .extracting(Message::reason)
                .as("the timings are those of the new route")
                .containsExactly(NotificationReason.REPEAT_INTERVAL);
        assertThat(end).extracting(Message::receiver).containsExactly(OPS);
    }

    @Test
    void takesBackWhatNobodyWasToldOf() {
        Alert alert = alert("ocr", "server1", clock.instant());
        dispatch.append(fired(alert));
        dispatch.step();
        dispatch.policies = Policies.single(DATA);

        dispatch.step();
        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages).extracting(Message::receiver).containsExactly(DATA);
        assertThat(steps(alert)).contains(TrailStep.REROUTED_UNTOLD);
        assertThat(dispatch.stores.allGroups()).hasSize(1);
    }

    @Test
    void tellsNobodyTwiceWhenThePoliciesChangeBack() {
        Alert alert = tellFiring("server1");
        Policies first = dispatch.policies;
        dispatch.policies = Policies.single(DATA);
        dispatch.step();
        dispatch.stepAfter(WAIT);
        dispatch.policies = first;

        dispatch.step();
        List<Message> messages = dispatch.stepAfter(Duration.ofHours(5));
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();
        List<Message> end = dispatch.stepAfter(WAIT);

        assertThat(messages).extracting(Message::receiver).containsExactly(OPS);
        assertThat(messages).extracting(Message::reason).containsExactly(NotificationReason.REPEAT_INTERVAL);
        assertThat(end).extracting(Message::receiver).containsExactlyInAnyOrder(OPS, DATA);
    }

    @Test
    void keepsAcknowledgementsAndSilences() {
        tellFiring("server1");
        dispatch.silencing.create(new SilenceDraft(
                List.of(LabelMatcher.equal("host", "server1")),
                clock.instant(),
                clock.instant().plus(Duration.ofHours(2)),
                "ann",
                "at work",
                ""));
        dispatch.policies = Policies.single(DATA);

        dispatch.step();
        List<Message> silent = dispatch.stepAfter(Duration.ofHours(1));
        List<Message> afterwards = dispatch.stepAfter(Duration.ofMinutes(61));

        assertThat(silent).isEmpty();
        assertThat(afterwards)
                .filteredOn(message -> message.reason() == NotificationReason.FIRST_NOTIFICATION)
                .extracting(Message::receiver)
                .containsExactly(DATA);
    }

    @Test
    void saysNoEndToAContactPointThatIsGone() {
        Alert alert = tellFiring("server1");
        dispatch.receivers.gone.add(OPS);
        dispatch.policies = Policies.single(DATA);
        dispatch.step();
        dispatch.stepAfter(WAIT);
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();

        assertThat(dispatch.stepAfter(WAIT)).extracting(Message::receiver).containsExactly(DATA);
    }

    @Test
    void goesOnWithTheOtherAlertsOfTheGroup() {
        tellFiring("server1");
        dispatch.append(fired(alert("ocr", "server2", clock.instant())));
        dispatch.step();
        dispatch.stepAfter(Duration.ofMinutes(1));
        NotificationPolicy root = dispatch.policies.tree().root();
        dispatch.policies = policies(root.withChildren(List.of(new NotificationPolicy(
                "{}/{host=\"server2\"}",
                List.of(LabelMatcher.equal("host", "server2")),
                DATA,
                false,
                GroupBy.ALERT_NAME,
                GroupTimings.DEFAULT,
                NotificationPolicy.SpeakingTimes.ALWAYS,
                List.of()))));

        dispatch.step();
        List<Message> told = dispatch.stepAfter(WAIT);
        List<Message> repeats = dispatch.stepAfter(Duration.ofHours(5));

        assertThat(told).singleElement().satisfies(message -> {
            assertThat(message.receiver()).isEqualTo(DATA);
            assertThat(hosts(message)).containsExactly("server2");
        });
        assertThat(repeats)
                .filteredOn(message -> message.receiver().equals(OPS))
                .singleElement()
                .satisfies(message -> assertThat(hosts(message)).containsExactly("server1"));
    }

    /** The old group tells the end after group_interval, a new one would tell the beginning after group_wait. */
    @Test
    void tellsTheEndOfAnEpisodeNoLaterThanTheNextBeginningWhenTheGroupingHasChanged() {
        Alert first = tellFiring("server1");
        dispatch.append(fired(alert("ocr", "server2", clock.instant())));
        dispatch.step();
        dispatch.stepAfter(Duration.ofMinutes(1));
        dispatch.policies = policies(groupedBy(GroupBy.EVERY_LABEL, NotificationPolicy.SpeakingTimes.ALWAYS));
        dispatch.step();
        Alert second = alert("ocr", "server1", clock.instant().plusSeconds(1));
        dispatch.append(resolved(first, clock.instant()), fired(second));
        dispatch.step();

        List<Message> messages = new ArrayList<>(dispatch.stepAfter(WAIT));
        messages.addAll(dispatch.stepAfter(Duration.ofMinutes(1)));

        assertThat(messages.get(messages.size() - 1).alerts())
                .as("the last word on server1")
                .anySatisfy(entry -> {
                    assertThat(entry.alertId()).isEqualTo(second.id().toString());
                    assertThat(entry.isFiring()).isTrue();
                });
        assertThat(messages)
                .flatExtracting(Message::alerts)
                .extracting(AlertEntry::alertId)
                .contains(first.id().toString());
    }

    @Test
    void leavesABeginningBehindTheEndBeforeItWhenTheGroupingChangesBeforeBothAreTold() {
        Alert first = tellFiring("server1");
        dispatch.append(fired(alert("ocr", "server2", clock.instant())));
        dispatch.step();
        dispatch.stepAfter(Duration.ofMinutes(1));
        Alert second = alert("ocr", "server1", clock.instant().plusSeconds(1));
        dispatch.append(resolved(first, clock.instant()), fired(second));
        dispatch.step();
        dispatch.policies = policies(groupedBy(GroupBy.EVERY_LABEL, NotificationPolicy.SpeakingTimes.ALWAYS));
        dispatch.step();

        List<Message> messages = new ArrayList<>(dispatch.stepAfter(WAIT));
        messages.addAll(dispatch.stepAfter(Duration.ofMinutes(1)));

        assertThat(messages)
                .singleElement()
                .satisfies(message -> assertThat(message.alerts())
                        .extracting(AlertEntry::alertId)
                        .contains(first.id().toString(), second.id().toString()));
    }

    /** What is told at last must not wait until the old policy may speak again. */
    @Test
    void tellsTheNextBeginningByTheNewPolicyWhenTheOldOneMayNotAlwaysSpeak() {
        NotificationPolicy.SpeakingTimes notAtNight = new NotificationPolicy.SpeakingTimes(List.of("night"), List.of());
        NotificationPolicy all = groupedBy(GroupBy.ALERT_NAME, notAtNight);
        dispatch.policies = policies(all);
        Alert first = tellFiring("server1");
        NotificationPolicy critical = new NotificationPolicy(
                "{}/{severity=\"critical\"}",
                List.of(LabelMatcher.equal("severity", "critical")),
                OPS,
                false,
                GroupBy.ALERT_NAME,
                all.timings(),
                NotificationPolicy.SpeakingTimes.ALWAYS,
                List.of());
        dispatch.policies = policies(all.withChildren(List.of(critical)));
        dispatch.step();
        dispatch.append(
                resolved(first, clock.instant()),
                fired(alert("ocr", "server1", clock.instant().plusSeconds(1))));
        dispatch.step();

        assertThat(dispatch.stores.allGroups())
                .extracting(group -> group.key().policyPath())
                .containsExactlyInAnyOrder("{}", critical.path());
    }

    private static NotificationPolicy groupedBy(GroupBy groupBy, NotificationPolicy.SpeakingTimes speaks) {
        NotificationPolicy root = Policies.single(OPS).tree().root();
        return new NotificationPolicy(
                root.path(), root.matchers(), OPS, false, groupBy, root.timings(), speaks, List.of());
    }

    @Test
    void losesNothingWhenAProcessStopsInBetween() {
        Set<String> hosts = Set.of("server1", "server2");
        hosts.forEach(host -> dispatch.append(fired(alert("ocr", host, clock.instant()))));
        dispatch.step();
        assertThat(dispatch.stepAfter(WAIT)).hasSize(1);
        dispatch.policies = Policies.single(DATA);
        dispatch.step();
        clock.tick(WAIT);
        dispatch.outbox.fails = true;
        assertThat(dispatch.step()).isEmpty();
        dispatch.outbox.fails = false;

        DispatchFixture next = dispatch.replica();
        next.policies = dispatch.policies;
        next.step();
        List<Message> messages = next.stepAfter(Duration.ofMinutes(1));

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.receiver()).isEqualTo(DATA);
            assertThat(hosts(message)).containsExactlyInAnyOrderElementsOf(hosts);
        });
        assertThat(next.stepAfter(Duration.ofMinutes(5))).isEmpty();
    }

    @Test
    void followsPoliciesThatChangedWhileNothingRan() {
        tellFiring("server1");
        DispatchFixture next = dispatch.replica();
        next.policies = Policies.single(DATA);

        next.step();

        assertThat(next.stepAfter(WAIT)).extracting(Message::receiver).containsExactly(DATA);
        assertThat(next.stepAfter(WAIT)).isEmpty();
    }

    @Test
    void doesNotMakeReplicasWithDifferentFilesPassAlertsToAndFro() {
        tellFiring("server1");
        DispatchFixture other = dispatch.replica();
        other.policies = Policies.single(DATA);
        other.step();
        other.stepAfter(WAIT);

        dispatch.step();
        List<Message> messages = dispatch.stepAfter(Duration.ofHours(5));

        assertThat(messages)
                .as("the replica that has seen no change changes nothing")
                .extracting(Message::receiver)
                .containsExactly(DATA);
    }

    @Test
    void followsForAsManyAlertsAsThereAre() {
        for (int i = 0; i < 1_200; i++) {
            dispatch.append(fired(alert("ocr", "server" + i, clock.instant())));
        }
        dispatch.step();
        dispatch.stepAfter(WAIT);
        dispatch.policies = Policies.single(DATA);

        dispatch.step();

        assertThat(dispatch.stepAfter(WAIT)).singleElement().satisfies(message -> {
            assertThat(message.receiver()).isEqualTo(DATA);
            assertThat(message.firing()).isEqualTo(1_200);
        });
    }

    private Alert tellFiring(String host) {
        Alert alert = alert("ocr", host, clock.instant());
        dispatch.append(fired(alert));
        dispatch.step();
        assertThat(dispatch.stepAfter(WAIT)).extracting(Message::receiver).containsExactly(OPS);
        return alert;
    }

    private static Policies policies(NotificationPolicy root) {
        return new Policies(new PolicyTree(root), Map.of(), List.of());
    }

    private static List<String> hosts(Message message) {
        return message.alerts().stream()
                .map(entry -> entry.labels().get("host"))
                .toList();
    }

    private List<TrailStep> steps(Alert alert) {
        return dispatch
                .stores
                .trail()
                .findByRule(alert.rule().key().group().toString(), alert.name(), Long.MAX_VALUE, 100)
                .stream()
                .map(TrailEntry::step)
                .toList();
    }
}
