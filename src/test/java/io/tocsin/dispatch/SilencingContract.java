package io.tocsin.dispatch;

import static io.tocsin.dispatch.TestAlerts.alert;
import static io.tocsin.dispatch.TestAlerts.fired;
import static io.tocsin.dispatch.TestAlerts.resolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.tocsin.SettableClock;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertKey;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.store.TrailEntry;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.MatcherParser;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.Mute;
import io.tocsin.message.Note;
import io.tocsin.notification.InhibitRule;
import io.tocsin.notification.MutedBy;
import io.tocsin.notification.NotificationReason;
import io.tocsin.notification.Policies;
import io.tocsin.notification.PolicyTree;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceChange;
import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceRejectedException;
import io.tocsin.silence.SilenceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What silences, acknowledgements and inhibitions promise, on whatever database. */
abstract class SilencingContract {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private DispatchFixture dispatch;

    abstract DataSource newDatabase();

    @BeforeEach
    void migrate() {
        DataSource dataSource = newDatabase();
        DispatchFixture.createTables(dataSource);
        dispatch = new DispatchFixture(dataSource, clock);
    }

    @Test
    void isStoredAtOnceAndCountsWhatItSuppresses() { // alertmanager#4987
        Silence silence = silence("host=server1", Duration.ofHours(2));
        fire("ocr", "server1");
        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages).isEmpty();
        assertThat(dispatch.silencing.find(silence.id())).hasValueSatisfying(view -> {
            assertThat(view.silence()).isEqualTo(silence);
            assertThat(view.state()).isEqualTo(SilenceState.ACTIVE);
            assertThat(view.suppressed()).isEqualTo(1);
        });
    }

    @Test
    void mutesOnlyWhatItMatches() {
        silence("host=~\"server[12]\", severity!=info", Duration.ofHours(2));
        fire("ocr", "server1");
        fire("ocr", "server3");

        List<Message> messages = dispatch.stepAfter(WAIT);

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.alerts())
                    .extracting(entry -> entry.labels().get("host"))
                    .containsExactly("server3");
            assertThat(message.notes()).extracting(Note::english).containsExactly("1 more alert fires and is muted.");
        });
    }

    @Test
    void tellsAStillFiringAlertSoonAfterTheSilenceIsExpired() {
        Silence silence = silence("host=server1", Duration.ofHours(2));
        fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        dispatch.silencing.expire(silence.id(), "bob");

        List<Message> messages = dispatch.step();

        assertThat(messages)
                .extracting(Message::reason)
                .containsExactlyInAnyOrder(NotificationReason.FIRST_NOTIFICATION, NotificationReason.SILENCE_ENDED);
        assertThat(dispatch.silencing.history(silence.id()))
                .extracting(SilenceChange::kind, SilenceChange::author)
                .containsExactly(
                        tuple(SilenceChange.ChangeKind.CREATED, "ann"), tuple(SilenceChange.ChangeKind.EXPIRED, "bob"));
    }

    @Test
    void tellsAStillFiringAlertAfterTheSilenceEndsByItself() {
        silence("host=server1", Duration.ofMinutes(10));
        fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        dispatch.stepAfter(Duration.ofMinutes(9));

        List<Message> messages = dispatch.stepAfter(INTERVAL);

        assertThat(messages).extracting(Message::reason).contains(NotificationReason.FIRST_NOTIFICATION);
    }

    @Test
    void doesNotTellAnAlertEarlyBecauseAnotherWasSilenced() {
        fire("ocr", "server1");
        silence("host=server2", Duration.ofHours(1));
        silence("host=server1, alertname=other", Duration.ofHours(1));

        assertThat(dispatch.stepAfter(WAIT.minusMillis(1))).isEmpty();
        assertThat(dispatch.stepAfter(Duration.ofMillis(1))).hasSize(1);
    }

    @Test
    void anAcknowledgementMutesRepeatsOfOneEpisodeAndEndsWithIt() { // grafana#13364, kthxbye
        Alert alert = fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        Silence acknowledgement = dispatch.silencing.acknowledge(alert.id().toString(), Duration.ofDays(30), "ann", "");
        List<Message> acknowledged = dispatch.stepAfter(Duration.ofHours(5));
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();
        List<Message> end = dispatch.stepAfter(WAIT);
        fire("ocr", "server1");
        List<Message> again = dispatch.stepAfter(WAIT);

        assertThat(acknowledgement.endsAt())
                .isEqualTo(acknowledgement.startsAt().plus(Duration.ofHours(24)));
        assertThat(acknowledged).isEmpty();
        assertThat(end).extracting(Message::reason).containsExactly(NotificationReason.ALL_RESOLVED);
        assertThat(again).extracting(Message::reason).containsExactly(NotificationReason.FIRST_NOTIFICATION);
        assertThat(dispatch.silencing.history(acknowledgement.id()))
                .extracting(SilenceChange::kind)
                .containsExactly(SilenceChange.ChangeKind.CREATED, SilenceChange.ChangeKind.ENDED_WITH_ALERT);
        assertThat(dispatch.silencing.findUnexpired()).isEmpty();
    }

    @Test
    void anAcknowledgedAlertIsToldAgainAfterTheLongestDuration() {
        Alert alert = fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        dispatch.silencing.acknowledge(alert.id().toString(), Duration.ofHours(6), "ann", "on it");
        List<Message> before = dispatch.stepAfter(Duration.ofHours(6).minusSeconds(1));

        List<Message> after = dispatch.stepAfter(INTERVAL);

        assertThat(before).isEmpty();
        assertThat(after).extracting(Message::reason).containsExactly(NotificationReason.REPEAT_INTERVAL);
    }

    @Test
    void theMarkOfChangesIsAnotherOneAfterEachChange() {
        String none = dispatch.silences.changeMark(clock.instant());
        Silence made = silence("host=server1", Duration.ofHours(1));
        String one = dispatch.silences.changeMark(clock.instant());
        dispatch.tick(Duration.ofSeconds(1));
        dispatch.silencing.expire(made.id(), "ann");
        String ended = dispatch.silences.changeMark(clock.instant());

        assertThat(one).isNotEqualTo(none);
        assertThat(ended).isNotEqualTo(one);
        assertThat(none).isEqualTo("0.0.0.null");
    }

    @Test
    void countsAndPagesSilencesByState() {
        Silence first = silence("host=server1", Duration.ofHours(1));
        Silence second = silence("host=server2", Duration.ofHours(2));
        Silence expired = silence("host=server3", Duration.ofHours(3));
        dispatch.silencing.expire(expired.id(), "ann");

        assertThat(dispatch.silencing.countByState())
                .isEqualTo(Map.of(SilenceState.ACTIVE, 2, SilenceState.EXPIRED, 1));
        assertThat(dispatch.silencing.find(SilenceState.ACTIVE, 0, 1))
                .singleElement()
                .satisfies(view -> assertThat(view.silence()).isEqualTo(first));
        assertThat(dispatch.silencing.find(SilenceState.ACTIVE, 1, 1))
                .singleElement()
                .satisfies(view -> assertThat(view.silence()).isEqualTo(second));
        assertThat(dispatch.silencing.find(SilenceState.EXPIRED, 0, 5)).hasSize(1);
        assertThat(dispatch.silencing.find(SilenceState.PENDING, 0, 5)).isEmpty();
    }

    @Test
    void refusesToAcknowledgeWhatDoesNotFire() {
        assertThatThrownBy(() -> dispatch.silencing.acknowledge("nothing", Duration.ofHours(1), "ann", ""))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void remindsBeforeTheEndOfASilenceUnderWhichAlertsFire() {
        silence("host=server1", Duration.ofHours(2));
        silence("host=server9", Duration.ofHours(2));
        fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        List<Message> early = dispatch.stepAfter(Duration.ofMinutes(104));

        List<Message> messages = dispatch.stepAfter(INTERVAL);
        List<Message> later = dispatch.stepAfter(INTERVAL);

        assertThat(early).isEmpty();
        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.SILENCE_EXPIRING);
            assertThat(message.receiver()).isEqualTo(DispatchFixture.RECEIVER);
            assertThat(message.notes())
                    .extracting(Note::english)
                    .containsExactly(
                            "The silence {host=\"server1\"} by ann ends at 2026-03-02T12:00:00Z;"
                                    + " alerts that fire under it: 1.",
                            "Comment of the silence: deploy");
            assertThat(message.alerts()).hasSize(1);
        });
        assertThat(later).isEmpty();
    }

    @Test
    void tellsAtTheEndWhatItHid() {
        Alert known = fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        silence("severity=critical", Duration.ofMinutes(10));
        dispatch.step();
        Alert hidden = fire("collector", "server2");
        dispatch.stepAfter(WAIT);
        dispatch.append(resolved(hidden, clock.instant()));
        dispatch.step();
        dispatch.stepAfter(INTERVAL);

        List<Message> messages = dispatch.stepAfter(Duration.ofMinutes(10));

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.SILENCE_ENDED);
            assertThat(message.firing()).isEqualTo(1);
            assertThat(message.alerts())
                    .extracting(AlertEntry::alertId)
                    .containsExactlyInAnyOrder(
                            known.id().toString(), hidden.id().toString());
            assertThat(message.notes())
                    .extracting(Note::english)
                    .containsExactly(
                            "The silence {severity=\"critical\"} by ann has ended. Alerts that it hid since"
                                    + " 2026-03-02T10:00:00Z: 2; still firing 1, resolved meanwhile 1.",
                            "1 of them had been told before.",
                            "collector × 1, ocr × 1",
                            "Comment of the silence: deploy");
        });
        assertThat(dispatch.replica().stepAfter(INTERVAL)).isEmpty();
    }

    @Test
    void saysNothingAtTheEndOfASilenceThatHidNothing() {
        silence("host=server1", Duration.ofMinutes(10));

        assertThat(dispatch.stepAfter(Duration.ofMinutes(11))).isEmpty();
    }

    @Test
    void previewsWhatItWouldMuteNowAndWouldHaveMuted() {
        Alert gone = fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        dispatch.append(resolved(gone, clock.instant()));
        dispatch.step();
        dispatch.stepAfter(WAIT);
        fire("ocr", "server1");
        fire("ocr", "server2");
        dispatch.stepAfter(WAIT);
        List<LabelMatcher> matchers = MatcherParser.parseAll("host=server1");

        Silencing.PastEffect past = dispatch.silencing.dryRun(matchers);

        assertThat(dispatch.silencing.preview(matchers))
                .extracting(labels -> labels.get("host"))
                .containsExactly("server1");
        assertThat(past.alertsByName()).isEqualTo(Map.of("ocr", 2));
        assertThat(past.notifications()).isEqualTo(1);
        assertThat(past.shortenedNotifications()).isEqualTo(1);
    }

    @Test
    void countsAnAlertOnceHoweverManyContactPointsItGoesTo() {
        Alert both = alert("ocr", "server1", clock.instant(), "slack", "discord");
        Alert other = alert("ocr", "server2", clock.instant(), "slack");
        Alert gone = alert("ocr", "server3", clock.instant(), "slack");
        dispatch.append(fired(both), fired(other), fired(gone));
        dispatch.stepAfter(WAIT);
        dispatch.append(resolved(gone, clock.instant()));
        dispatch.step();
        Silence hosts = silence("host=~\"server.*\"", Duration.ofHours(1));
        Silence one = silence("alertname=ocr, host=server1", Duration.ofHours(1));
        Silence none = silence("host=server3", Duration.ofHours(1));
        Silence acknowledged = dispatch.silencing.acknowledge(other.id().toString(), Duration.ofHours(1), "ann", "");

        Map<SilenceId, Integer> counts = dispatch.silencing.countAffected(List.of(hosts, one, none, acknowledged));

        assertThat(counts).isEqualTo(Map.of(hosts.id(), 2, one.id(), 1, none.id(), 0, acknowledged.id(), 1));
        assertThat(dispatch.silencing.preview(hosts.matchers())).hasSize(2);
    }

    @Test
    void doesNotLookFurtherBackThanAWeek() {
        fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        clock.tick(Duration.ofDays(8));

        assertThat(dispatch.silencing
                        .dryRun(MatcherParser.parseAll("host=server1"))
                        .alerts())
                .isZero();
    }

    @Test
    void keepsTheIdOfAnEditThatChangesNothingInHindsight() {
        Silence silence = silence("host=server1", Duration.ofHours(1));
        clock.tick(INTERVAL);

        Silence longer = dispatch.silencing.edit(
                silence.id(), draft("host=server1", silence.startsAt(), Duration.ofHours(3), "bob", "longer"));

        assertThat(longer.id()).isEqualTo(silence.id());
        assertThat(longer.startsAt()).isEqualTo(silence.startsAt());
        assertThat(longer.endsAt()).isEqualTo(silence.startsAt().plus(Duration.ofHours(3)));
        assertThat(dispatch.silencing.history(silence.id()))
                .extracting(change -> change.after().comment())
                .containsExactly("deploy", "longer");
    }

    @Test
    void makesANewSilenceWhenTheMatchersChange() {
        Silence silence = silence("host=server1", Duration.ofHours(1));

        Silence other = dispatch.silencing.edit(
                silence.id(), draft("host=server2", clock.instant(), Duration.ofHours(1), "bob", "typo"));

        assertThat(other.id()).isNotEqualTo(silence.id());
        assertThat(dispatch.silencing.findUnexpired())
                .extracting(view -> view.silence().id())
                .containsExactly(other.id());
        assertThat(dispatch.silencing.findExpired(10))
                .extracting(view -> view.silence().id())
                .containsExactly(silence.id());
    }

    @Test
    void refusesAnEditOfWhatSomebodyElseHasChanged() {
        Silence silence = silence("host=server1", Duration.ofHours(1));
        Silence changed = silence.edited(
                draft("host=server1", clock.instant(), Duration.ofHours(2), "bob", "x"), clock.instant());
        boolean first = dispatch.silences.update(
                new SilenceChange(SilenceChange.ChangeKind.EDITED, clock.instant(), "bob", changed));

        boolean second = dispatch.silences.update(
                new SilenceChange(SilenceChange.ChangeKind.EDITED, clock.instant(), "eve", changed));

        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    @Test
    void refusesADraftWithEverythingThatIsWrongWithIt() {
        SilenceDraft draft = draft("host=~\".*\"", clock.instant(), Duration.ofDays(100), "ann", " ");

        assertThatThrownBy(() -> dispatch.silencing.create(draft))
                .isInstanceOfSatisfying(
                        SilenceRejectedException.class,
                        rejected -> assertThat(rejected.problems())
                                .containsExactly(
                                        "at least one matcher must not match an empty label; this would silence everything",
                                        "a silence may last 2160 hours at most",
                                        "a comment is required: say why this is silenced"));
    }

    @Test
    void inhibitsTargetsWhileASourceFires() {
        dispatch.policies = new Policies(
                PolicyTree.single(DispatchFixture.RECEIVER),
                Map.of(),
                List.of(new InhibitRule(
                        MatcherParser.parseAll("alertname=server_down"),
                        MatcherParser.parseAll("alertname!=server_down"),
                        new TreeSet<>(List.of("host")))));
        Alert down = fire("server_down", "server1");
        Alert target = fire("ocr", "server1");
        fire("ocr", "server2");
        List<Message> inhibited = dispatch.stepAfter(WAIT);
        Set<String> shownAsInhibited = dispatch.views().inhibited();
        dispatch.append(resolved(down, clock.instant()));
        dispatch.step();

        List<Message> after = dispatch.stepAfter(INTERVAL.plus(WAIT));

        assertThat(shownAsInhibited).containsExactly(AlertKey.of(target.id().toString()));
        assertThat(dispatch.views().inhibited()).isEmpty();
        assertThat(inhibited)
                .flatExtracting(Message::alerts)
                .extracting(AlertEntry::labels)
                .extracting(labels -> labels.get("alertname") + " " + labels.get("host"))
                .containsExactlyInAnyOrder("server_down server1", "ocr server2");
        assertThat(after)
                .flatExtracting(Message::alerts)
                .filteredOn(AlertEntry::isNew)
                .extracting(AlertEntry::labels)
                .extracting(labels -> labels.get("host"))
                .contains("server1");
    }

    @Test
    void staysWithOneSourceOfSeveralThatInhibitSoThatAMessageIsNotEditedBackAndForth() {
        dispatch.receivers.edits = true;
        dispatch.policies = new Policies(
                PolicyTree.single(DispatchFixture.RECEIVER),
                Map.of(),
                List.of(new InhibitRule(
                        MatcherParser.parseAll("alertname=~\".*_down\""),
                        MatcherParser.parseAll("alertname=ocr"),
                        new TreeSet<>(List.of("host")))));
        fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        Alert first = fire("server_down", "server1");
        silence("alertname=ocr", Duration.ofSeconds(30));
        dispatch.step();
        List<Message> inhibited = dispatch.stepAfter(INTERVAL);
        fire("rack_down", "server1");
        fire("zone_down", "server1");
        List<Message> meanwhile = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            meanwhile.addAll(dispatch.stepAfter(INTERVAL));
        }
        dispatch.append(resolved(first, clock.instant()));
        dispatch.step();
        List<Message> after = dispatch.stepAfter(INTERVAL);

        assertThat(inhibited)
                .filteredOn(Message::isEditOnly)
                .singleElement()
                .satisfies(message -> assertThat(mutes(message)).containsExactly(inhibitedBy("server_down")));
        assertThat(meanwhile).filteredOn(Message::isEditOnly).isEmpty();
        assertThat(after)
                .filteredOn(Message::isEditOnly)
                .singleElement()
                .satisfies(message ->
                        assertThat(mutes(message)).containsAnyOf(inhibitedBy("rack_down"), inhibitedBy("zone_down")));
    }

    private static Tuple inhibitedBy(String name) {
        return tuple("server1", List.of(new Mute(Mute.MuteKind.INHIBITION, name, null, "")));
    }

    @Test
    void storesReferencesToWhatMutesAndShowsThemInWords() {
        dispatch.policies = new Policies(
                PolicyTree.single(DispatchFixture.RECEIVER),
                Map.of(),
                List.of(new InhibitRule(
                        MatcherParser.parseAll("alertname=server_down"),
                        MatcherParser.parseAll("alertname!=server_down"),
                        new TreeSet<>(List.of("host")))));
        Alert down = fire("server_down", "server1");
        Silence silence = silence("alertname=ocr", Duration.ofHours(1));
        Alert muted = fire("ocr", "server1");
        dispatch.stepAfter(WAIT);

        Membership stored = dispatch.views()
                .findByAlerts(Set.of(muted.id().toString()))
                .get(muted.id().toString())
                .get(0);
        List<TrailEntry> steps = dispatch.views().steps(muted.rule().key().group(), "ocr", Long.MAX_VALUE, 10);

        MutedBy expected = new MutedBy(List.of(silence.id().value()), AlertKey.of(down.id()));
        String words = "silenced by " + silence.author() + ": " + silence.comment() + ", inhibited by " + down.labels();
        assertThat(stored.member().mutedBy()).isEqualTo(expected);
        assertThat(dispatch.views().describe(List.of(expected))).isEqualTo(Map.of(expected, words));
        assertThat(steps).extracting(TrailEntry::detail).containsExactly(words, "");
    }

    @Test
    void editsTheMessageThatPeopleHaveWhenItsAlertIsSilencedAndWhenTheSilenceEnds() { // chat.md 5.5, row 5
        dispatch.receivers.edits = true;
        fire("ocr", "server1");
        fire("ocr", "server2");
        assertThat(dispatch.stepAfter(WAIT)).hasSize(1);

        Silence silence = silence("host=server1", Duration.ofHours(2));
        List<Message> silenced = dispatch.step();
        List<Message> later = dispatch.stepAfter(INTERVAL);
        dispatch.silencing.edit(
                silence.id(), draft("host=server1", silence.startsAt(), Duration.ofHours(4), "bob", "longer"));
        List<Message> longer = dispatch.step();
        dispatch.silencing.expire(silence.id(), "bob");
        List<Message> ended = dispatch.step();

        assertThat(silenced).singleElement().satisfies(message -> {
            assertThat(message.reason()).isEqualTo(NotificationReason.MUTES_CHANGED);
            assertThat(message.firing()).isEqualTo(2);
            assertThat(mutes(message))
                    .containsExactlyInAnyOrder(
                            tuple(
                                    "server1",
                                    List.of(new Mute(Mute.MuteKind.SILENCE, "ann", silence.endsAt(), "deploy"))),
                            tuple("server2", List.of()));
        });
        assertThat(later).isEmpty();
        assertThat(longer)
                .singleElement()
                .satisfies(message ->
                        assertThat(mutes(message).toString()).contains("bob", "longer", "2026-03-02T14:00:10Z"));
        assertThat(ended)
                .extracting(Message::reason)
                .containsExactlyInAnyOrder(NotificationReason.MUTES_CHANGED, NotificationReason.SILENCE_ENDED);
        assertThat(ended.stream().filter(Message::isEditOnly))
                .singleElement()
                .satisfies(message -> assertThat(message.alerts())
                        .allSatisfy(alert -> assertThat(alert.mutes()).isEmpty()));
        assertThat(dispatch.decided())
                .as("an edit is no notification")
                .containsExactly(NotificationReason.SILENCE_ENDED, NotificationReason.FIRST_NOTIFICATION);
    }

    @Test
    void editsTheMessageThatPeopleHaveWhenItsAlertIsAcknowledged() {
        dispatch.receivers.edits = true;
        Alert alert = fire("ocr", "server1");
        dispatch.stepAfter(WAIT);

        dispatch.silencing.acknowledge(alert.id().toString(), Duration.ofHours(1), "bob", "on it");
        List<Message> acknowledged = dispatch.step();
        dispatch.append(resolved(alert, clock.instant()));
        dispatch.step();
        List<Message> over = dispatch.stepAfter(WAIT);

        assertThat(acknowledged).singleElement().satisfies(message -> {
            assertThat(message.isEditOnly()).isTrue();
            assertThat(message.alerts().get(0).mutes()).singleElement().satisfies(mute -> {
                assertThat(mute.kind()).isEqualTo(Mute.MuteKind.ACKNOWLEDGEMENT);
                assertThat(mute.by()).isEqualTo("bob");
            });
        });
        assertThat(over).extracting(Message::reason).containsExactly(NotificationReason.ALL_RESOLVED);
    }

    @Test
    void changesNothingWhereMessagesCannotBeEditedAndNothingWasToldYet() {
        fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        silence("host=server1", Duration.ofHours(2));
        assertThat(dispatch.step()).as("a contact point that cannot edit").isEmpty();

        dispatch.receivers.edits = true;
        fire("collector", "server1");
        assertThat(dispatch.stepAfter(WAIT)).as("silenced before it was told").isEmpty();
    }

    @Test
    void saysOfAnAcknowledgedAlertThatItIsOpenAgainWhenTheLongestTimeIsOver() {
        dispatch.receivers.edits = true;
        Alert alert = fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        dispatch.silencing.acknowledge(alert.id().toString(), Duration.ofMinutes(30), "bob", "");
        dispatch.step();

        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            messages.addAll(dispatch.stepAfter(INTERVAL));
        }

        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.isEditOnly()).isTrue();
            assertThat(message.alerts().get(0).mutes()).isEmpty();
        });
    }

    @Test
    void countsNotificationsAndWhatIsKeptFromPeople() {
        fire("ocr", "server1");
        dispatch.stepAfter(WAIT);
        silence("host=server2", Duration.ofHours(1));
        fire("collector", "server2");
        dispatch.stepAfter(WAIT);
        dispatch.mutes.heldUntil = Optional.of(clock.instant().plusSeconds(600));
        fire("gateway", "server3");
        dispatch.stepAfter(WAIT);

        assertThat(dispatch.meters
                        .get("tocsin.notifications")
                        .tags("contact_point", "job_alarm", "reason", "first_notification")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(suppressed("silence")).isEqualTo(1);
        assertThat(suppressed("time_interval")).isGreaterThanOrEqualTo(1);
    }

    private double suppressed(String by) {
        return dispatch.meters
                .get("tocsin.notifications.suppressed")
                .tag("by", by)
                .counter()
                .count();
    }

    private static List<Tuple> mutes(Message message) {
        return message.alerts().stream()
                .map(alert -> tuple(alert.labels().get("host"), alert.mutes()))
                .toList();
    }

    private Alert fire(String name, String host) {
        Alert alert = alert(name, host, clock.instant());
        dispatch.append(fired(alert));
        dispatch.step();
        return alert;
    }

    private Silence silence(String matchers, Duration duration) {
        return dispatch.silencing.create(draft(matchers, clock.instant(), duration, "ann", "deploy"));
    }

    private static SilenceDraft draft(
            String matchers, Instant start, Duration duration, String author, String comment) {
        return new SilenceDraft(MatcherParser.parseAll(matchers), start, start.plus(duration), author, comment);
    }
}
