package io.tocsin.delivery.worker;

import static io.tocsin.contactpoint.TestContactPoints.withFallback;
import static io.tocsin.contactpoint.TestContactPoints.withLines;
import static io.tocsin.contactpoint.TestContactPoints.withUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.TestJpa;
import io.tocsin.WatchedDataSource;
import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.LinesShown;
import io.tocsin.contactpoint.MessageGrouping;
import io.tocsin.contactpoint.MessageStyle;
import io.tocsin.contactpoint.TestContactPoints;
import io.tocsin.contactpoint.UpdateMode;
import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.inbox.InboxMessages;
import io.tocsin.contactpoint.inbox.InboxNotifier;
import io.tocsin.contactpoint.slack.SlackBotNotifier;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.TestRows;
import io.tocsin.database.UnreadableRows;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.delivery.store.MessageTracks;
import io.tocsin.evidence.Evidence;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Mute;
import io.tocsin.message.TestMessages;
import io.tocsin.notification.NotificationReason;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandIn;
import io.tocsin.standin.StandIns;
import io.tocsin.task.RepeatingTask;
import io.tocsin.tracing.Tracing;
import jakarta.persistence.EntityManagerFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The outbox and its worker against strict chat services; extended for each database. */
abstract class DeliveryContract {

    private static final Instant START = Instant.parse("2026-03-01T10:02:00Z");

    private SlackStandIn slack;
    private DiscordStandIn discord;
    private AnnotationConfigApplicationContext context;
    private SettableClock clock;
    private WatchedDataSource statements;
    private final List<ContactPoint> contactPoints = new ArrayList<>();
    private DeliveryOutbox outbox;
    private DeliveryHistory history;
    private DeliveryWorker worker;
    private int nextKey;

    /** With all tables, and nothing in them. */
    abstract DataSource newDatabase();

    @BeforeEach
    void start() {
        slack = new SlackStandIn();
        discord = new DiscordStandIn();
        clock = new SettableClock(START);
        contactPoints.add(slack("job_alarm", slack.webhookUrl()));
        contactPoints.add(discord("discord", discord.webhookUrl()));
        contactPoints.add(ContactPoint.of(ContactPoint.INBOX, new ContactPointSettings.Inbox()));
        statements = new WatchedDataSource(newDatabase());
        DataSource database = statements;
        context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(ContactPoints.class, () -> new FixedContactPoints(contactPoints));
        context.register(Wiring.class);
        context.refresh();
        context.getBeansOfType(RepeatingTask.class).values().forEach(RepeatingTask::stop);
        outbox = context.getBean(DeliveryOutbox.class);
        history = context.getBean(DeliveryHistory.class);
        worker = context.getBean(DeliveryWorker.class);
        // On H2 the first step takes over what others hold. The loop may have been stopped before it did that.
        step();
    }

    @AfterEach
    void stop() {
        context.close();
        slack.close();
        discord.close();
    }

    @Test
    void deliversToEveryKindOfContactPoint() {
        enqueue("job_alarm", "a");
        enqueue("discord", "a");
        enqueue("inbox", "a");

        step();

        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
        assertThat(slack.refused()).isEmpty();
        assertThat(discord.refused()).isEmpty();
        assertThat(slack.accepted().get(0).body().toString())
                .contains("OCR 서비스 ERROR 발생", "`12`", "ERROR OCR timeout on server1");
        assertThat(discord.accepted().get(0).path()).startsWith("/api/v10/webhooks/123456789012345678/");
        assertThat(discord.accepted().get(0).body().toString()).contains("OCR 서비스 ERROR 발생", "`12`");
        assertThat(context.getBean(InboxMessages.class).list(null, 10))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.slackPayload()).contains("ERROR OCR timeout on server1");
                    assertThat(message.discordPayload()).contains("ERROR OCR timeout on server1");
                });
    }

    @Test
    void findsContactPointsBehindALongQueue() {
        ContactPointName before = new ContactPointName("a");
        ContactPointName behind = new ContactPointName("job_alarm");
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        IntStream.range(0, 250).forEach(i -> enqueue(before.value(), "group" + i));
        enqueue(behind.value(), "a");

        assertThat(queue.contactPointsWithDue(List.of(behind, ContactPoint.INBOX), START))
                .containsExactly(before, behind);
        assertThat(queue.contactPointsWithDue(List.of(), START)).containsExactly(before);
        assertThat(queue.contactPointsWithDue(START)).containsExactly(before, behind);
        step();
        assertThat(slack.accepted()).hasSize(1);
    }

    @Test
    void takesADecisionOnlyOnce() {
        Message message = TestMessages.firing("job_alarm", TestMessages.alert("server1"));

        assertThat(outbox.enqueue(new NewDelivery("same", message), START)).isTrue();
        assertThat(outbox.enqueue(new NewDelivery("same", message), START)).isFalse();
    }

    @Test
    void honoursRetryAfterForTheWholeLane() {
        slack.fail(StandIns.rateLimited(30));
        enqueue("job_alarm", "a");
        step();
        enqueue("job_alarm", "b");

        clock.tick(Duration.ofSeconds(29));
        step();
        assertThat(slack.accepted()).isEmpty();

        clock.tick(Duration.ofSeconds(1));
        step();
        clock.tick(Duration.ofSeconds(1));
        step();
        assertThat(slack.accepted()).hasSize(2);
    }

    @Test
    void sendsOneMessageASecondToOneSlackWebhook() {
        enqueue("job_alarm", "a");
        enqueue("job_alarm", "b");

        step();
        assertThat(slack.accepted()).hasSize(1);

        clock.tick(Duration.ofSeconds(1));
        step();
        assertThat(slack.accepted()).hasSize(2);
    }

    @Test
    void readsNothingForAContactPointThatHasToWait() {
        enqueue("job_alarm", "a");
        enqueue("job_alarm", "b");
        step();
        statements.take();

        step();

        assertThat(statements.take())
                .noneMatch(
                        statement -> statement.contains("d.contact_point = ?") || statement.contains("delivery_lane"));
        assertThat(slack.accepted()).hasSize(1);
    }

    @Test
    void looksAgainWhenAContactPointThatHasToWaitMayGoOn() {
        Duration poll = Duration.ofMillis(300);
        enqueue("job_alarm", "a");
        enqueue("job_alarm", "b");
        step();
        assertThat(worker.pause(poll)).isEqualTo(poll);

        clock.tick(Duration.ofMillis(900));
        step();
        assertThat(worker.pause(poll)).isEqualTo(Duration.ofMillis(100));

        clock.tick(Duration.ofMillis(100));
        step();
        assertThat(slack.accepted()).hasSize(2);
        assertThat(worker.pause(poll)).isEqualTo(poll);
    }

    @Test
    void forgetsWhenALaneIsFreeWhenTheClockWasSetBack() {
        enqueue("job_alarm", "a");
        step();
        clock.tick(Duration.ofHours(-1));
        enqueue("job_alarm", "b");
        // As it is done for all stored times.
        context.getBean(JdbcClient.class)
                .sql("update delivery_lane set theoretical_arrival = :at")
                .param("at", SqlTimes.of(clock.instant()))
                .update();

        step();

        assertThat(slack.accepted()).hasSize(2);
    }

    @Test
    void aLongQueueWithoutALimitLeavesTheirTurnToOthers() {
        int more = DeliverySettings.DEFAULT.concurrency() + 10;
        for (int i = 0; i < more; i++) {
            enqueue("inbox", "group" + i);
        }

        step();

        assertThat(states().stream().filter(state -> state == DeliveryState.QUEUED))
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void whatNobodyWantsTakesNoPlaceOfALane() {
        contactPoints.add(withoutResolved(slack("only_firing", slack.webhookUrl())));
        enqueueResolved("only_firing", "a");
        enqueueResolved("only_firing", "b");
        enqueue("only_firing", "c");

        step();

        assertThat(slack.accepted()).hasSize(1);
        assertThat(states())
                .containsExactlyInAnyOrder(DeliveryState.DROPPED, DeliveryState.DROPPED, DeliveryState.DELIVERED);
    }

    @Test
    void aMessageThatCannotBeClaimedHoldsUpNoneThatIsClaimedWithIt() {
        enqueueToAllKinds();
        refuseToWrite("SENDING");

        step();
        assertThat(discord.accepted()).isEmpty();
        assertThat(slack.accepted()).hasSize(1);
        assertThat(states())
                .containsExactlyInAnyOrder(DeliveryState.DELIVERED, DeliveryState.DELIVERED, DeliveryState.RETRYING);

        writeAgain();
        stepSeconds(11);
        assertThat(discord.accepted()).hasSize(1);
        assertThat(slack.accepted()).hasSize(1);
    }

    @Test
    void aMessageThatCannotBeRecordedHoldsUpNoneThatIsRecordedWithIt() {
        enqueueToAllKinds();
        refuseToWrite("DELIVERED");

        step();
        assertThat(states())
                .containsExactlyInAnyOrder(DeliveryState.DELIVERED, DeliveryState.DELIVERED, DeliveryState.SENDING);

        writeAgain();
        stepSeconds(33);
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
        assertThat(slack.accepted()).hasSize(1);
        assertThat(discord.accepted()).hasSize(2);
        assertThat(discord.accepted().get(1).body().toString()).contains("Possible duplicate");
    }

    private void enqueueToAllKinds() {
        enqueue("discord", "a");
        enqueue("inbox", "a");
        enqueue("job_alarm", "a");
    }

    /** Lets every statement fail that writes this state of a delivery to Discord. */
    private void refuseToWrite(String state) {
        context.getBean(JdbcClient.class)
                .sql("alter table delivery add constraint poisoned check (contact_point <> 'discord' or state <> '"
                        + state + "')")
                .update();
    }

    private void writeAgain() {
        context.getBean(JdbcClient.class)
                .sql("alter table delivery drop constraint poisoned")
                .update();
    }

    @Test
    void keepsTheOrderOfAGroupWhenItsFirstMessageHasToWait() {
        discord.fail(StandIns.answer(408, "later"));
        enqueue("discord", "a", "first");
        enqueue("discord", "a", "second");

        step();
        assertThat(discord.accepted()).isEmpty();
        enqueue("discord", "b", "other");
        step();
        assertThat(discord.accepted()).hasSize(1);
        assertThat(discord.accepted().get(0).body().toString()).contains("other");

        for (int i = 0; i < 5; i++) {
            clock.tick(Duration.ofSeconds(5));
            step();
        }
        assertThat(discord.accepted().get(1).body().toString()).contains("first");
        assertThat(discord.accepted().get(2).body().toString()).contains("second");
    }

    @Test
    void marksWhatMayHaveArrivedTwice() {
        slack.fail(StandIns.cutAfterAccepting());
        enqueue("job_alarm", "a");

        step();
        clock.tick(Duration.ofSeconds(5));
        step();

        assertThat(slack.accepted()).hasSize(2);
        assertThat(slack.accepted().get(0).body().toString()).doesNotContain("Possible duplicate");
        assertThat(slack.accepted().get(1).body().toString()).contains("Possible duplicate");
        assertThat(history.attempts(only().id()))
                .extracting(attempt -> attempt.outcome())
                .containsExactly("ambiguous", "delivered");
    }

    @Test
    void degradesRefusedContentOnceAndThenGivesUp() {
        slack.fail(StandIns.answer(400, "invalid_blocks"));
        enqueue("job_alarm", "a");
        step();
        clock.tick(Duration.ofSeconds(2));
        step();
        assertThat(only().state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(slack.accepted().get(0).body().has("attachments")).isFalse();

        slack.fail(StandIns.answer(400, "invalid_payload"), StandIns.answer(400, "invalid_payload"));
        enqueue("job_alarm", "b");
        for (int i = 0; i < 3; i++) {
            clock.tick(Duration.ofSeconds(2));
            step();
        }
        assertThat(states()).contains(DeliveryState.REJECTED);
    }

    @Test
    void parksADeadContactPointAndUsesItsFallback() {
        contactPoints.add(0, withFallback(slack("dead", slack.webhookUrl("gone")), new ContactPointName("discord")));
        enqueue("dead", "a");
        enqueue("dead", "b");

        for (int i = 0; i < 6; i++) {
            step();
            clock.tick(Duration.ofSeconds(3));
        }

        assertThat(context.getBean(ContactPointHealthStore.class)
                        .find(new ContactPointName("dead"))
                        .orElseThrow()
                        .isParked())
                .isTrue();
        assertThat(discord.accepted()).hasSize(3);
        assertThat(discord.accepted().toString()).contains("is parked", "no\\\\_service", "did not take it");
    }

    /** What is being sent may be passed on, too: then what follows it must not be there before it. */
    @Test
    void passesTheMessagesOfAGroupOnInTheirOrderWhileTheFirstIsBeingSent() {
        contactPoints.add(0, withFallback(slack("dead", slack.webhookUrl("gone")), new ContactPointName("discord")));
        enqueue("dead", "a");
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        Delivery beginning =
                queue.findDue(new ContactPointName("dead"), START, 1).readable().get(0);
        queue.claim(beginning, "another worker", START.plusSeconds(30));
        enqueueResolved("dead", "a");
        enqueue("dead", "b", TestMessages.alert("server2"));
        stepFor(Duration.ofSeconds(10));
        assertThat(parked()).containsExactly("dead");
        assertThat(discord.accepted()).as("the notice and the other group").hasSize(2);
        assertThat(discord.accepted().toString()).doesNotContain("RESOLVED");

        stepFor(Duration.ofSeconds(40));

        assertThat(discord.accepted()).hasSize(4);
        assertThat(discord.accepted().get(2).body().toString()).contains("FIRING");
        assertThat(discord.accepted().get(3).body().toString()).contains("RESOLVED");
    }

    /** Whatever is asked for: the same as of a list of all, read by a person. */
    @Test
    void listsTheNewestOfAStateAndOfAContactPointPageByPage() {
        enqueue("job_alarm", "a");
        enqueue("discord", "b");
        step();
        slack.fail(StandIns.answer(403, "invalid_token"));
        enqueue("job_alarm", "c");
        clock.tick(Duration.ofSeconds(2));
        step();
        List.of("d", "e", "f").forEach(group -> enqueue("discord", group));
        enqueue("job_alarm", "g");
        List<Delivery> all = history.list(DeliveryHistory.DeliveryFilter.ALL, 100);
        history.drop(all.get(1).id(), clock.instant());
        List<Delivery> known = history.list(DeliveryHistory.DeliveryFilter.ALL, 100);
        assertThat(known)
                .extracting(Delivery::state)
                .contains(DeliveryState.DELIVERED, DeliveryState.PARKED, DeliveryState.QUEUED, DeliveryState.DROPPED);

        for (DeliveryHistory.DeliveryFilter filter : filters(known.get(2))) {
            List<DeliveryId> expected = known.stream()
                    .filter(delivery -> filter.state() == null || filter.state() == delivery.state())
                    .filter(delivery -> !filter.isWaiting() || delivery.state().isOpen())
                    .filter(delivery -> filter.contactPoint() == null
                            || delivery.contactPoint().equals(filter.contactPoint()))
                    .filter(delivery -> filter.before() == null
                            || delivery.id().value() < filter.before().value())
                    .map(Delivery::id)
                    .toList();
            assertThat(history.list(filter, 100))
                    .as(filter.toString())
                    .extracting(Delivery::id)
                    .isEqualTo(expected);
            assertThat(history.list(filter, 2))
                    .as(filter + ", two")
                    .extracting(Delivery::id)
                    .isEqualTo(expected.stream().limit(2).toList());
        }
    }

    private static List<DeliveryHistory.DeliveryFilter> filters(Delivery middle) {
        List<DeliveryHistory.DeliveryFilter> filters = new ArrayList<>();
        List<Optional<DeliveryState>> states = Stream.concat(
                        Stream.of(Optional.<DeliveryState>empty()),
                        Stream.of(DeliveryState.values()).map(Optional::of))
                .toList();
        for (Optional<DeliveryState> state : states) {
            for (boolean isWaiting : List.of(false, true)) {
                for (String contactPoint : List.of("", "discord", "job_alarm", "nobody")) {
                    ContactPointName name = contactPoint.isEmpty() ? null : new ContactPointName(contactPoint);
                    filters.add(new DeliveryHistory.DeliveryFilter(state.orElse(null), isWaiting, name, null));
                    filters.add(new DeliveryHistory.DeliveryFilter(state.orElse(null), isWaiting, name, middle.id()));
                }
            }
        }
        return filters;
    }

    @Test
    void keepsTheMessagesOfADeadContactPointWithoutFallbackUntilItIsUnparked() {
        slack.fail(StandIns.answer(403, "invalid_token"));
        enqueue("job_alarm", "a");
        step();
        enqueue("job_alarm", "b");
        step();
        assertThat(history.list(new DeliveryHistory.DeliveryFilter(DeliveryState.PARKED, null, null), 10))
                .hasSize(2);

        history.unpark(new ContactPointName("job_alarm"), clock.instant());
        for (int i = 0; i < 3; i++) {
            clock.tick(Duration.ofSeconds(2));
            step();
        }

        assertThat(slack.accepted()).hasSize(2);
        assertThat(context.getBean(InboxMessages.class).list(null, 10).toString())
                .contains("is parked");
    }

    @Test
    void takesOverWhatADeadWorkerWasSending() {
        enqueue("job_alarm", "a");
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        Delivery due = queue.findDue(new ContactPointName("job_alarm"), START, 1)
                .readable()
                .get(0);
        queue.claim(due, "dead worker", START.plusSeconds(30));

        step();
        assertThat(slack.accepted()).isEmpty();

        clock.tick(Duration.ofSeconds(31));
        step();
        assertThat(slack.accepted()).hasSize(1);
        assertThat(slack.accepted().get(0).body().toString()).contains("Possible duplicate");
        assertThat(history.attempts(only().id()).get(0).reason()).isEqualTo(FailureReason.WORKER_LOST);
    }

    @Test
    void claimsARowOnlyOnce() {
        enqueue("job_alarm", "a");
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        Delivery due = queue.findDue(new ContactPointName("job_alarm"), START, 1)
                .readable()
                .get(0);

        assertThat(queue.claim(due, "one", START.plusSeconds(30))).isPresent();
        assertThat(queue.claim(due, "two", START.plusSeconds(30))).isEmpty();
    }

    @Test
    void sendsTheMessagesOfADisabledContactPointToItsFallbackAtOnce() {
        enqueue(FixedContactPoints.DISABLED.value(), "a");

        step();

        assertThat(context.getBean(InboxMessages.class).list(null, 10)).isEmpty();
        step();
        assertThat(slack.accepted())
                .singleElement()
                .satisfies(request -> assertThat(request.body().toString()).contains("off_duty", "is disabled"));
    }

    @Test
    void sendsTheMessagesOfAnUnknownContactPointToTheInboxAfterAWhile() {
        enqueue("unknown", "a");

        step();
        clock.tick(Duration.ofMinutes(11));
        step();
        step();

        assertThat(context.getBean(InboxMessages.class).list(null, 10)).hasSize(1);
    }

    @Test
    void turnsADiscordMessageGreenInPlaceAndPostsANewOneWhenItIsGone() {
        contactPoints.add(0, withUpdate(discord("editing", discord.webhookUrl("5")), UpdateMode.EDIT));
        enqueue("editing", "a");
        step();
        enqueueResolved("editing", "a");
        step();

        assertThat(discord.accepted()).extracting(message -> message.method()).containsExactly("POST", "PATCH");
        assertThat(discord.messages()).hasSize(1);
        assertThat(discord.messages().values().toString()).contains("[RESOLVED");

        discord.messages().clear();
        clock.tick(Duration.ofMinutes(1));
        enqueueResolved("editing", "a");
        step();
        assertThat(discord.messages()).hasSize(1);
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void editsABotsMessageAndRepliesInItsThread() {
        contactPoints.add(0, withUpdate(bot("bot"), UpdateMode.EDIT_AND_REPLY));
        enqueue("bot", "a");
        step();
        clock.tick(Duration.ofSeconds(2));
        enqueueResolved("bot", "a");
        step();

        assertThat(slack.accepted())
                .extracting(message -> message.path())
                .containsExactly("/api/chat.postMessage", "/api/chat.update", "/api/chat.postMessage");
        assertThat(slack.accepted().get(2).body().path("thread_ts").asString())
                .isEqualTo(slack.accepted().get(1).body().path("ts").asString());
    }

    /** More than any chat shows of it. */
    private static AlertEntry alertWithManyLines(String host) {
        String rows = IntStream.rangeClosed(1, 600)
                .mapToObj(row -> "row " + row + " of " + host + " <!channel> 한글")
                .collect(Collectors.joining("\n"));
        return TestMessages.alert(host, "s", "d", rows);
    }

    private void stepSeconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            step();
            clock.tick(Duration.ofSeconds(1));
        }
    }

    @Test
    void theLinesThatABotsMessageCannotHoldFollowIntoItsThreadOnce() {
        contactPoints.add(0, withLines(withUpdate(bot("bot"), UpdateMode.EDIT), LinesShown.FILE));
        outbox.enqueue(new NewDelivery("k", TestMessages.firing("bot", alertWithManyLines("server1"))), START);

        step();
        assertThat(slack.messages()).hasSize(1);
        assertThat(slack.files()).isEmpty();
        stepSeconds(3);

        assertThat(slack.refused()).isEmpty();
        assertThat(slack.files()).singleElement().satisfies(file -> {
            assertThat(file.threadTs())
                    .isEqualTo(slack.messages().keySet().iterator().next());
            assertThat(file.title()).isEqualTo("lines.txt");
            assertThat(file.text()).contains("row 1 of server1", "row 600 of server1 <!channel> 한글");
        });

        outbox.enqueue(
                new NewDelivery("r", TestMessages.resolved("bot", TestMessages.resolvedAlert("server1"))),
                clock.instant());
        stepSeconds(3);
        assertThat(slack.messages().values().toString()).contains("[RESOLVED");
        assertThat(slack.files()).as("the edited message has its file").hasSize(1);
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void aMessageThatHoldsItsLinesHasNoFile() {
        contactPoints.add(0, withLines(bot("bot"), LinesShown.FILE));
        contactPoints.add(0, withLines(bot("off"), LinesShown.OFF));
        contactPoints.add(0, withLines(discord("file", discord.webhookUrl("7")), LinesShown.FILE));
        enqueue("bot", "a");
        enqueue("file", "a");
        outbox.enqueue(new NewDelivery("k", TestMessages.firing("off", alertWithManyLines("server1"))), START);

        stepSeconds(4);

        assertThat(slack.messages()).hasSize(2);
        assertThat(slack.files()).isEmpty();
        assertThat(discord.files()).isEmpty();
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void whateverHappensToAFileNeverDoublesItsMessage() {
        contactPoints.add(0, withLines(bot("bot"), LinesShown.FILE));
        List<StandIn.Fault> faults = List.of(
                StandIns.answer(500, ""),
                StandIns.rateLimited(2),
                StandIn.Fault.of(StandIn.Fault.Kind.CUT),
                StandIns.answer(200, "{\"ok\":false,\"error\":\"internal_error\"}"),
                StandIns.answer(200, "<html>login</html>"),
                StandIns.answer(404, "gone"),
                StandIns.cutAfterAccepting());
        int files = 0;
        for (int call = 0; call < 3; call++) {
            for (int i = 0; i < faults.size(); i++) {
                String group = "call" + call + "fault" + i;
                Message message =
                        TestMessages.withGroup(TestMessages.firing("bot", alertWithManyLines("server" + group)), group);
                outbox.enqueue(new NewDelivery(group, message), clock.instant());
                step();
                clock.tick(Duration.ofSeconds(1));
                slack.fail(
                        Stream.concat(Stream.generate(() -> StandIn.Fault.NONE).limit(call), Stream.of(faults.get(i)))
                                .toArray(StandIn.Fault[]::new));
                stepSeconds(30);

                // The last call shows the file. Only where its answer was lost it comes again.
                boolean isShownTwice = call == 2 && faults.get(i).kind() == StandIn.Fault.Kind.CUT_AFTER_ACCEPTING;
                boolean isGivenUp = call != 1 && i == 5;
                files += isGivenUp ? 0 : isShownTwice ? 2 : 1;
                assertThat(slack.messages()).as(group).hasSize(call * faults.size() + i + 1);
                assertThat(slack.files().size()).as(group).isEqualTo(files);
            }
        }
        assertThat(states()).containsOnly(DeliveryState.DELIVERED, DeliveryState.DROPPED);
        assertThat(slack.messages().toString()).doesNotContain("Possible duplicate");
    }

    @Test
    void aFileThatNobodyMaySendParksNothing() {
        contactPoints.add(0, withLines(bot("bot"), LinesShown.FILE));
        slack.refuseFiles("missing_scope");
        outbox.enqueue(new NewDelivery("k", TestMessages.firing("bot", alertWithManyLines("server1"))), START);
        stepSeconds(4);

        assertThat(history.list(new DeliveryHistory.DeliveryFilter(DeliveryState.DROPPED, null, null), 10))
                .singleElement()
                .satisfies(file ->
                        assertThat(String.valueOf(file.progress().failure())).contains("missing_scope", "files:write"));
        enqueue("bot", "b");
        stepSeconds(2);
        assertThat(slack.messages()).hasSize(2);
    }

    @Test
    void aWorkerThatStoodStillAfterItsClaimDoesNotSendWhatAnotherHasSent() {
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        enqueue("job_alarm", "a");
        clock.onceBeforeReading(this::isSending, () -> {
            clock.tick(Duration.ofSeconds(40));
            queue.takeOver(clock.instant());
        });
        step();
        assertThat(slack.accepted()).as("too late for the first one").isEmpty();

        stepSeconds(3);

        assertThat(slack.accepted())
                .singleElement()
                .satisfies(message -> assertThat(message.body().toString()).contains("Possible duplicate"));
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void aWorkerThatStoodStillAfterItsClaimSendsLaterWhatNobodyElseHasTaken() {
        enqueue("job_alarm", "a");
        clock.onceBeforeReading(this::isSending, () -> clock.tick(Duration.ofSeconds(28)));
        step();
        assertThat(slack.accepted()).isEmpty();

        stepSeconds(3);

        assertThat(slack.accepted())
                .singleElement()
                .satisfies(message -> assertThat(message.body().toString()).doesNotContain("Possible duplicate"));
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    private boolean isSending() {
        return context.getBean(JdbcClient.class)
                        .sql("select count(*) from delivery where state = 'SENDING'")
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Test
    void aWorkerThatDiesBetweenMessageAndFileSendsTheFileLater() {
        contactPoints.add(0, withLines(bot("bot"), LinesShown.FILE));
        outbox.enqueue(new NewDelivery("k", TestMessages.firing("bot", alertWithManyLines("server1"))), START);
        step();
        clock.tick(Duration.ofSeconds(1));
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        Delivery file = queue.findDue(new ContactPointName("bot"), clock.instant(), 5)
                .readable()
                .get(0);
        queue.claim(file, "killed", clock.instant().plusSeconds(30));

        stepSeconds(35);

        assertThat(slack.messages()).hasSize(1);
        assertThat(slack.files()).hasSize(1);
        assertThat(slack.messages().toString()).doesNotContain("Possible duplicate");
    }

    @Test
    void discordGetsTheLinesWithTheMessageAndTheMessageWithoutThemWhenItRefusesTheFile() {
        contactPoints.add(
                0, withLines(withUpdate(discord("file", discord.webhookUrl("7")), UpdateMode.EDIT), LinesShown.FILE));
        outbox.enqueue(new NewDelivery("k", TestMessages.firing("file", alertWithManyLines("server1"))), START);
        step();

        String id = discord.messages().keySet().iterator().next();
        assertThat(new String(discord.files().get(id).get("lines.txt"), StandardCharsets.UTF_8))
                .contains("row 1 of server1", "row 600 of server1 <!channel> 한글");
        outbox.enqueue(
                new NewDelivery("r", TestMessages.resolved("file", TestMessages.resolvedAlert("server1"))),
                clock.instant());
        stepSeconds(3);
        assertThat(discord.accepted()).extracting(message -> message.method()).containsExactly("POST", "PATCH");
        assertThat(discord.files().get(id)).as("the edit keeps it").containsKey("lines.txt");

        discord.fail(StandIns.answer(413, "{\"code\":40005,\"message\":\"Request entity too large\"}"));
        Message other = TestMessages.withGroup(TestMessages.firing("file", alertWithManyLines("server2")), "other");
        outbox.enqueue(new NewDelivery("o", other), clock.instant());
        stepSeconds(3);
        assertThat(discord.messages()).hasSize(2);
        assertThat(discord.files()).hasSize(1);
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void postsANewMessageWhenSlackRefusesTheEdit() {
        for (String error : List.of("message_not_found", "cant_update_message", "edit_window_closed")) {
            slack.forget();
            slack.refuseEdits(error);
            contactPoints.add(0, withUpdate(bot("bot"), UpdateMode.EDIT));
            enqueue("bot", error);
            step();
            clock.tick(Duration.ofSeconds(2));
            enqueueResolved("bot", error);
            step();
            clock.tick(Duration.ofSeconds(2));

            assertThat(slack.accepted())
                    .extracting(message -> message.path())
                    .containsExactly("/api/chat.postMessage", "/api/chat.postMessage");
        }
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void newAlertsOfAGroupAreANewMessageEvenInEditMode() {
        contactPoints.add(0, withUpdate(discord("editing", discord.webhookUrl("5")), UpdateMode.EDIT));
        enqueue("editing", "a");
        step();
        enqueue("editing", "a");
        step();

        assertThat(discord.accepted()).extracting(message -> message.method()).containsExactly("POST", "POST");
    }

    @Test
    void foldsAStormIntoOneSummaryAndEndsItWithAClosingOneWhereNothingCanBeEdited() {
        storm("job_alarm", 0, 25);
        step();

        assertThat(slack.refused()).isEmpty();
        assertThat(slack.accepted())
                .singleElement()
                .satisfies(message -> assertThat(message.body().toString())
                        .contains("25 messages folded", "from 25 groups", "[FIRING:25] Storm", "server24"));
        assertThat(states()).containsOnly(DeliveryState.DELIVERED, DeliveryState.REJECTED);
        assertThat(history.list(DeliveryHistory.DeliveryFilter.ALL, 100)).hasSize(26);

        storm("job_alarm", 25, 40);
        stepFor(Duration.ofSeconds(55));
        assertThat(slack.accepted()).as("at most one summary in an interval").hasSize(1);
        stepFor(Duration.ofSeconds(10));
        assertThat(slack.accepted()).hasSize(2);
        assertThat(slack.accepted().get(1).body().toString()).contains("40 messages folded", "[FIRING:40] Storm");

        stepFor(Duration.ofSeconds(130));
        assertThat(slack.accepted()).hasSize(3);
        assertThat(slack.accepted().get(2).body().toString()).contains("The storm is over", "from 40 groups");
        enqueue("job_alarm", "calm again");
        stepFor(Duration.ofSeconds(2));
        assertThat(slack.accepted()).hasSize(4);
        assertThat(slack.accepted().get(3).body().toString()).contains("[FIRING] ocr");
    }

    @Test
    void tellsBehindTheClosingSummaryOfAStormWhatThatDoesNotKnow() {
        storm("job_alarm", 0, 25);
        step();
        stepFor(Duration.ofSeconds(59));
        enqueueResolved("job_alarm", "g3");

        stepFor(Duration.ofSeconds(5));

        assertThat(slack.accepted()).hasSize(3);
        assertThat(slack.accepted().get(1).body().toString()).contains("The storm is over", "[FIRING:25] Storm");
        assertThat(slack.accepted().get(2).body().toString()).contains("[RESOLVED] ocr");
        assertThat(context.getBean(MessageTracks.class).follow(List.of("key1")).get("key1"))
                .singleElement()
                .satisfies(track -> assertThat(track.state()).isEqualTo(DeliveryState.DELIVERED));
    }

    @Test
    void saysBehindTheClosingSummaryTooThatTheChatMayHaveItAlready() {
        storm("job_alarm", 0, 25);
        step();
        stepFor(Duration.ofSeconds(59));
        enqueueResolved("job_alarm", "g3");
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        Delivery end = queue.findWaiting(new ContactPointName("job_alarm"), 1)
                .readable()
                .get(0);
        queue.claim(end, "a worker that died", clock.instant());

        stepFor(Duration.ofSeconds(5));

        assertThat(slack.accepted().get(1).body().toString()).contains("The storm is over");
        assertThat(slack.accepted().get(2).body().toString()).contains("[RESOLVED] ocr", "Possible duplicate");
    }

    @Test
    void editsTheSummaryAsAStormGoesOnWhereThatIsPossible() { // chat.md 5.5, row 8
        storm("discord", 0, 30);
        step();
        assertThat(discord.accepted()).extracting(message -> message.method()).containsExactly("POST");

        storm("discord", 30, 60);
        stepFor(Duration.ofSeconds(12));
        for (int i = 0; i < 60; i++) {
            Message message = TestMessages.resolved("discord", TestMessages.resolvedAlert("server" + i));
            outbox.enqueue(new NewDelivery("r" + i, TestMessages.withGroup(message, "g" + i)), clock.instant());
        }
        stepFor(Duration.ofSeconds(100));

        assertThat(discord.refused()).isEmpty();
        assertThat(discord.accepted())
                .extracting(message -> message.method())
                .startsWith("POST", "PATCH", "PATCH")
                .filteredOn("POST"::equals)
                .hasSize(1);
        assertThat(discord.accepted().get(1).body().toString()).contains("FIRING\\\\:60\\\\] Storm");
        assertThat(discord.messages().values())
                .singleElement()
                .satisfies(message -> assertThat(message.toString())
                        .contains(
                                "RESOLVED\\\\:60\\\\] Storm",
                                "The storm is over",
                                "120 messages folded",
                                "from 60 groups"));
    }

    @Test
    void postsTheSummaryAnewWhenALongStormBringsNewAlerts() {
        for (int round = 0; round < 12; round++) {
            storm("discord", round * 25, round * 25 + 25);
            stepFor(Duration.ofMinutes(1));
        }

        assertThat(discord.accepted())
                .filteredOn(message -> message.method().equals("POST"))
                .hasSize(2);
    }

    @Test
    void goesOnWithAStormAfterItsProcessDied() {
        storm("discord", 0, 30);
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        step();
        storm("discord", 30, 60);
        clock.tick(Duration.ofSeconds(11));
        queue.findDue(new ContactPointName("discord"), clock.instant(), 1)
                .readable()
                .forEach(due -> queue.claim(due, "killed", clock.instant().plusSeconds(30)));

        stepFor(Duration.ofSeconds(150));

        assertThat(discord.messages().values().toString()).contains("The storm is over");
        assertThat(history.countByState().keySet()).containsOnly(DeliveryState.DELIVERED, DeliveryState.REJECTED);
    }

    @Test
    void writesASilenceIntoTheMessageThatPeopleHave() { // chat.md 5.5, row 5
        contactPoints.add(0, withUpdate(discord("editing", discord.webhookUrl("5")), UpdateMode.EDIT));
        contactPoints.add(0, withUpdate(bot("bot"), UpdateMode.EDIT_AND_REPLY));
        for (String name : List.of("editing", "bot", "inbox")) {
            enqueue(name, "a");
            stepFor(Duration.ofSeconds(3));
            enqueueEdit(name, "a", new Mute(Mute.MuteKind.SILENCE, "ann", START.plusSeconds(7_200), "deploy"));
            stepFor(Duration.ofSeconds(3));
        }

        assertThat(discord.accepted()).extracting(message -> message.method()).containsExactly("POST", "PATCH");
        assertThat(discord.messages().values().toString())
                .contains("SILENCED\\\\] ocr", "Silenced by ann until <t:1772366520:f>", "deploy")
                .as("the log lines stay")
                .contains("ERROR OCR timeout on server1");
        assertThat(slack.accepted())
                .as("no reply in the thread: nobody is to be notified")
                .extracting(message -> message.path())
                .containsExactly("/api/chat.postMessage", "/api/chat.update");
        assertThat(slack.messages().values().toString())
                .contains("[SILENCED] ocr", "Silenced by ann until <!date^1772366520^", "ERROR OCR timeout on server1");
        assertThat(context.getBean(InboxMessages.class).list(null, 10))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.slackPayload()).contains("Silenced by ann", "ERROR OCR timeout on server1");
                    assertThat(message.headline()).contains("[SILENCED]");
                });

        enqueueEdit("editing", "a");
        stepFor(Duration.ofSeconds(3));
        assertThat(discord.messages().values().toString())
                .contains("FIRING\\\\] ocr", "ERROR OCR timeout on server1")
                .doesNotContain("Silenced");
    }

    @Test
    void countsDeliveriesByOutcomeAndKindAndWhatWaits() {
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        slack.fail(StandIns.rateLimited(30));
        enqueue("job_alarm", "a");
        enqueue("discord", "a");
        step();
        context.getBean(DeliveryMetrics.class).refresh(history);

        assertThat(meters.get("tocsin.deliveries")
                        .tags("contact_point", "discord", "kind", "discord", "state", "delivered")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("tocsin.delivery.failures")
                        .tags("contact_point", "job_alarm", "kind", "slack", "reason", "rate_limited")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("tocsin.deliveries.waiting")
                        .tags("contact_point", "job_alarm")
                        .gauge()
                        .value())
                .isEqualTo(1);
        storm("discord", 0, 25);
        step();
        assertThat(meters.get("tocsin.storms").tag("kind", "discord").counter().count())
                .isEqualTo(1);
    }

    @Test
    void aSilenceIsNeverAMessageOfItsOwn() {
        contactPoints.add(0, withUpdate(discord("editing", discord.webhookUrl("5")), UpdateMode.EDIT));
        contactPoints.add(0, withFallback(slack("dead", slack.webhookUrl("gone")), new ContactPointName("discord")));
        enqueue("editing", "a");
        step();
        discord.messages().clear();
        Mute mute = new Mute(Mute.MuteKind.ACKNOWLEDGEMENT, "bob", null, "");

        enqueueEdit("editing", "a", mute);
        enqueueEdit("editing", "never told", mute);
        enqueueEdit("job_alarm", "a", mute);
        enqueueEdit("discord", "a", mute);
        enqueueEdit("dead", "a", mute);
        enqueueEdit("unknown", "a", mute);
        stepFor(Duration.ofSeconds(10));

        assertThat(discord.accepted()).hasSize(1);
        assertThat(slack.accepted()).isEmpty();
        assertThat(context.getBean(InboxMessages.class).list(null, 10)).isEmpty();
        assertThat(states()).containsOnly(DeliveryState.DELIVERED, DeliveryState.DROPPED);
        assertThat(context.getBean(ContactPointHealthStore.class).findAll()).noneMatch(health -> health.isParked());
    }

    @Test
    void keepsTheLogLinesWhenTheMessageTurnsGreen() {
        contactPoints.add(0, withUpdate(discord("editing", discord.webhookUrl("5")), UpdateMode.EDIT));
        enqueue("editing", "a");
        step();
        enqueueResolved("editing", "a");
        step();

        assertThat(discord.messages().values().toString())
                .contains("RESOLVED\\\\] ocr", "ERROR OCR timeout on server1");
    }

    @Test
    void sendsOneMessagePerAlertWhereThatIsWanted() {
        ContactPoint plain = discord("each", discord.webhookUrl("6"));
        contactPoints.add(0, DeliveryContract.perAlert(plain));
        Message message = TestMessages.firing("each", TestMessages.alert("server1"), TestMessages.alert("server2"));
        outbox.enqueue(new NewDelivery("split", message), clock.instant());

        step();

        assertThat(discord.accepted()).hasSize(2);
        assertThat(discord.accepted().toString()).contains("host=server1", "host=server2");
    }

    @Test
    void saysOfEachAlertTooThatTheChatMayHaveItAlready() {
        ContactPoint plain = discord("each", discord.webhookUrl("6"));
        contactPoints.add(0, plain);
        discord.fail(StandIns.cutAfterAccepting());
        Message message = TestMessages.firing("each", TestMessages.alert("server1"), TestMessages.alert("server2"));
        outbox.enqueue(new NewDelivery("split", message), clock.instant());
        step();
        contactPoints.set(0, perAlert(plain));

        stepSeconds(5);

        assertThat(discord.accepted()).hasSize(3);
        assertThat(discord.accepted().subList(1, 3))
                .allMatch(part -> part.body().toString().contains("Possible duplicate"))
                .anyMatch(part -> part.body().toString().contains("host=server1"))
                .anyMatch(part -> part.body().toString().contains("host=server2"));
    }

    @Test
    void tellsTheEndOfAnEpisodeBeforeTheNextOneBeginsWhereEachAlertHasItsMessage() {
        contactPoints.add(0, perAlert(discord("each", discord.webhookUrl("6"))));
        discord.fail(StandIns.answer(408, "later"));
        enqueueEpisode("each", TestMessages.resolvedAlert("server1"), "rule:0001@1000");
        step();
        enqueueEpisode("each", TestMessages.alert("server1"), "rule:0001@2000");
        enqueueEpisode("each", TestMessages.alert("server2"), "rule:0002@2000");
        step();
        assertThat(discord.accepted()).as("the other alert").hasSize(1);

        stepSeconds(5);

        assertThat(discord.accepted()).hasSize(3);
        assertThat(discord.accepted().get(1).body().toString()).contains("RESOLVED");
        assertThat(discord.accepted().get(2).body().toString()).contains("FIRING", "host=server1");
    }

    /** As after a time in which nothing was sent, with a message and its successor in the queue. */
    @Test
    void splitsAllThatWaitsOfAGroupBeforeItSendsAnyOfIt() {
        contactPoints.add(0, perAlert(discord("each", discord.webhookUrl("6"))));
        enqueueEpisode("each", TestMessages.alert("server1"), "rule:0001@1000");
        enqueueEpisode("each", TestMessages.resolvedAlert("server1"), "rule:0001@1000");
        enqueueEpisode("each", TestMessages.alert("server1"), "rule:0001@2000");

        step();
        stepSeconds(5);

        assertThat(discord.accepted()).hasSize(3);
        assertThat(discord.accepted().get(0).body().toString()).contains("FIRING");
        assertThat(discord.accepted().get(1).body().toString()).contains("RESOLVED");
        assertThat(discord.accepted().get(2).body().toString()).contains("FIRING");
    }

    /** As when the policies group otherwise since, or a catch-up found the second episode. */
    @Test
    void tellsTheEndOfAnEpisodeBeforeTheNextOneBeginsInAnotherGroup() {
        discord.fail(StandIns.answer(408, "later"));
        enqueue("discord", "a", episode(TestMessages.resolvedAlert("server1"), "rule:0001@1000"));
        step();
        enqueue("discord", "b", episode(TestMessages.alert("server1"), "rule:0001@2000"));
        enqueue("discord", "b", episode(TestMessages.alert("server3"), "rule:0003@2000"));
        enqueue("discord", "c", episode(TestMessages.alert("server2"), "rule:0002@2000"));
        step();
        assertThat(discord.accepted()).as("the other alert").hasSize(1);

        stepSeconds(8);

        assertThat(told(discord))
                .containsExactly("FIRING server2", "RESOLVED server1", "FIRING server1", "FIRING server3");
    }

    /** A group for each alert becomes one for all: the beginnings of many are behind ends in many groups. */
    @Test
    void aMessageWaitsForTheEndsInAllOtherGroups() {
        discord.fail(StandIns.answer(408, "later"), StandIns.answer(408, "later"));
        enqueue("discord", "a", episode(TestMessages.resolvedAlert("server1"), "rule:0001@1000"));
        enqueue("discord", "b", episode(TestMessages.resolvedAlert("server2"), "rule:0002@1000"));
        step();
        clock.tick(Duration.ofMillis(500));
        enqueue(
                "discord",
                "c",
                episode(TestMessages.alert("server2"), "rule:0002@2000"),
                episode(TestMessages.alert("server1"), "rule:0001@2000"));

        stepSeconds(10);

        assertThat(discord.accepted()).hasSize(3);
        assertThat(discord.accepted().get(2).body().toString()).contains("FIRING");
    }

    @Test
    void anEndThatTheChatNeverTakesHoldsTheNextBeginningNoLonger() {
        discord.fail(StandIns.answer(400, "{\"code\":50006}"), StandIns.answer(400, "{\"code\":50006}"));
        enqueue("discord", "a", episode(TestMessages.resolvedAlert("server1"), "rule:0001@1000"));
        enqueue("discord", "b", episode(TestMessages.alert("server1"), "rule:0001@2000"));

        stepSeconds(8);

        assertThat(told(discord)).containsExactly("FIRING server1");
        assertThat(states()).containsExactly(DeliveryState.DELIVERED, DeliveryState.REJECTED);
    }

    @Test
    void aReportThatListsAnAlertAsFiringIsNotSentAfterItsEnd() {
        discord.fail(StandIns.answer(408, "later"));
        AlertEntry firing = episode(TestMessages.alert("server1"), "rule:0001@1000");
        Message report = TestMessages.message(
                "discord", MessageStatus.FIRING, NotificationReason.SILENCE_ENDED, List.of(firing));
        outbox.enqueue(new NewDelivery("report", TestMessages.withGroup(report, "silence:1")), clock.instant());
        step();
        enqueue("discord", "a", episode(TestMessages.resolvedAlert("server1"), "rule:0001@1000"));

        stepSeconds(8);

        assertThat(told(discord)).containsExactly("FIRING server1", "RESOLVED server1");
    }

    /** The parts of the end take its place; those of other alerts hold nothing up. */
    @Test
    void tellsAnEndBeforeTheNextBeginningInAnotherGroupWhereEachAlertHasItsMessage() {
        contactPoints.add(0, perAlert(discord("each", discord.webhookUrl("6"))));
        discord.fail(StandIns.answer(408, "later"), StandIns.answer(408, "later"));
        enqueue(
                "each",
                "a",
                episode(TestMessages.resolvedAlert("server1"), "rule:0001@1000"),
                episode(TestMessages.resolvedAlert("server2"), "rule:0002@1000"));
        enqueue(
                "each",
                "b",
                episode(TestMessages.alert("server1"), "rule:0001@2000"),
                episode(TestMessages.alert("server2"), "rule:0002@2000"));

        step();
        stepSeconds(15);

        List<String> told = told(discord);
        assertThat(told)
                .containsExactlyInAnyOrder("RESOLVED server1", "RESOLVED server2", "FIRING server1", "FIRING server2")
                .containsSubsequence("RESOLVED server1", "FIRING server1")
                .containsSubsequence("RESOLVED server2", "FIRING server2");
    }

    @Test
    void passesTheEndAndTheNextBeginningInAnotherGroupOnInTheirOrder() {
        contactPoints.add(0, withFallback(slack("dead", slack.webhookUrl("gone")), new ContactPointName("discord")));
        enqueue("dead", "a", episode(TestMessages.resolvedAlert("server1"), "rule:0001@1000"));
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        Delivery end =
                queue.findDue(new ContactPointName("dead"), START, 1).readable().get(0);
        queue.claim(end, "another worker", START.plusSeconds(30));
        enqueue("dead", "b", episode(TestMessages.alert("server1"), "rule:0001@2000"));
        enqueue("dead", "b", episode(TestMessages.alert("server3"), "rule:0003@2000"));
        enqueue("dead", "c", episode(TestMessages.alert("server2"), "rule:0002@2000"));
        stepFor(Duration.ofSeconds(10));
        assertThat(parked()).containsExactly("dead");
        assertThat(told(discord)).containsExactly("FIRING server2");

        discord.fail(StandIns.answer(408, "later"));
        stepFor(Duration.ofSeconds(45));

        assertThat(told(discord)).endsWith("RESOLVED server1", "FIRING server1", "FIRING server3");
    }

    @Test
    void tellsTheEndBeforeTheNextBeginningInAnotherGroupBehindTheLastSummaryOfAStorm() {
        storm("job_alarm", 0, 25);
        step();
        stepFor(Duration.ofSeconds(59));
        enqueue("job_alarm", "g3", episode(TestMessages.resolvedAlert("server3"), "rule:0003@1000"));
        enqueue("job_alarm", "late", episode(TestMessages.alert("server3"), "rule:0003@2000"));

        stepFor(Duration.ofSeconds(200));

        assertThat(states()).containsOnly(DeliveryState.DELIVERED, DeliveryState.REJECTED);
        String last = slack.accepted().get(slack.accepted().size() - 1).body().toString();
        assertThat(last).contains("server3").doesNotContain("[RESOLVED] ocr");
    }

    @Test
    void keepsNoAlertsInMindThatNoWaitingMessageTells() {
        enqueue("discord", "a", episode(TestMessages.resolvedAlert("server1"), "rule:0001@1000"));
        context.getBean(DeliveryUpkeep.class).step();
        assertThat(alertsInMind()).isOne();
        step();

        context.getBean(DeliveryUpkeep.class).step();

        assertThat(alertsInMind()).isZero();
    }

    /** Between the look at what is parked and the parking, a person may have let the contact point work again. */
    @Test
    void parksNothingAtAContactPointThatWorksAgain() {
        ContactPointName name = new ContactPointName("job_alarm");
        slack.fail(StandIns.answer(403, "invalid_token"));
        enqueue("job_alarm", "a");
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        Delivery waiting = queue.findDue(name, START, 1).readable().get(0);
        step();
        history.unpark(name, clock.instant());
        Delivery unparked = queue.findDue(name, clock.instant(), 1).readable().get(0);
        assertThat(unparked.id()).isEqualTo(waiting.id());

        queue.park(unparked, null, clock.instant());

        assertThat(history.find(unparked.id()).orElseThrow().state()).isEqualTo(DeliveryState.QUEUED);
        clock.tick(Duration.ofSeconds(2));
        step();
        assertThat(slack.accepted()).hasSize(1);
    }

    private long alertsInMind() {
        return context.getBean(JdbcClient.class)
                .sql("select count(*) from delivery_alert")
                .query(Long.class)
                .single();
    }

    /** Status and server of each message, in the order in which they arrived. */
    private static List<String> told(DiscordStandIn chat) {
        return chat.accepted().stream()
                .map(request -> request.body().toString())
                .filter(body -> body.contains("server"))
                .map(body -> (body.contains("RESOLVED") ? "RESOLVED " : "FIRING ")
                        + body.replaceAll("(?s).*?(server\\d).*", "$1"))
                .toList();
    }

    private static AlertEntry episode(AlertEntry alert, String id) {
        return new AlertEntry(
                id, alert.status(), true, alert.labels(), alert.annotations(), alert.course(), alert.source());
    }

    private void enqueue(String contactPoint, String group, AlertEntry... alerts) {
        Message message = alerts[0].isFiring()
                ? TestMessages.firing(contactPoint, alerts)
                : TestMessages.resolved(contactPoint, alerts);
        nextKey++;
        outbox.enqueue(new NewDelivery("key" + nextKey, TestMessages.withGroup(message, group)), clock.instant());
    }

    private void enqueueEpisode(String contactPoint, AlertEntry alert, String id) {
        enqueue(contactPoint, "a", episode(alert, id));
    }

    @Test
    void unparksAContactPointWhoseUrlWasCorrected() {
        contactPoints.add(0, slack("dead", slack.webhookUrl("gone")));
        enqueue("dead", "a");
        step();
        ContactPointProbe probe = context.getBean(ContactPointProbe.class);

        probe.tryNewEndpoints();
        assertThat(states()).contains(DeliveryState.PARKED);

        contactPoints.set(0, slack("dead", slack.webhookUrl("corrected")));
        probe.tryNewEndpoints();
        clock.tick(Duration.ofSeconds(2));
        step();
        assertThat(slack.accepted()).hasSize(1);
    }

    @Test
    void unparksAContactPointThatAnswersTheProbeAgain() {
        contactPoints.add(0, slack("no probe", slack.webhookUrl("gone")));
        contactPoints.add(0, discord("gone", discord.webhookUrl("404999")));
        discord.fail(StandIns.answer(404, "{\"code\":10015,\"message\":\"Unknown Webhook\"}"));
        enqueue("discord", "a");
        step();
        enqueue("gone", "a");
        enqueue("no probe", "a");
        step();
        assertThat(parked()).containsExactlyInAnyOrder("discord", "gone", "no probe");

        context.getBean(ContactPointProbe.class).ask();

        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (parked().contains("discord") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(500_000);
        }
        assertThat(parked())
                .as("the others are gone still, or cannot be asked")
                .containsExactlyInAnyOrder("gone", "no probe");
        clock.tick(Duration.ofSeconds(5));
        step();
        assertThat(discord.accepted()).hasSize(1);
    }

    @Test
    void followsAMessageThroughItsFallbackItsPartsAndTheSummaryOfAStorm() {
        contactPoints.add(0, withFallback(slack("dead", slack.webhookUrl("gone")), new ContactPointName("discord")));
        contactPoints.add(0, perAlert(slack("each", slack.webhookUrl())));
        slack.fail(StandIns.answer(404, "no_service"));
        enqueue("dead", "a");
        step();
        AlertEntry first = TestMessages.alert("server1");
        AlertEntry second = TestMessages.alert("server2");
        outbox.enqueue(new NewDelivery("parts", TestMessages.firing("each", first, second)), clock.instant());
        stepFor(Duration.ofSeconds(3));
        storm("job_alarm", 0, 25);
        step();

        Map<String, List<MessageTracks.Track>> tracks =
                context.getBean(MessageTracks.class).follow(List.of("key1", "parts", "s7", "unknown"));

        assertThat(tracks).containsOnlyKeys("key1", "parts", "s7");
        assertThat(tracks.get("key1")).singleElement().satisfies(track -> {
            assertThat(track.contactPoint()).isEqualTo(new ContactPointName("discord"));
            assertThat(track.state()).isEqualTo(DeliveryState.DELIVERED);
        });
        assertThat(tracks.get("parts"))
                .extracting(MessageTracks.Track::alertId)
                .containsExactlyInAnyOrder(first.alertId(), second.alertId());
        assertThat(tracks.get("s7")).singleElement().satisfies(track -> {
            assertThat(track.contactPoint()).isEqualTo(new ContactPointName("job_alarm"));
            assertThat(history.find(track.id()).orElseThrow().message().groupKey())
                    .isEqualTo(DeliveryQueue.STORM_GROUP);
        });
    }

    private List<String> parked() {
        return context.getBean(ContactPointHealthStore.class).findAll().stream()
                .filter(health -> health.isParked())
                .map(health -> health.contactPoint().value())
                .toList();
    }

    @Test
    void letsAPersonRetryRedirectAndDrop() {
        slack.fail(StandIns.answer(400, "no_text"), StandIns.answer(400, "no_text"));
        enqueue("job_alarm", "a");
        step();
        clock.tick(Duration.ofSeconds(2));
        step();
        assertThat(only().state()).isEqualTo(DeliveryState.REJECTED);

        assertThat(history.retry(only().id(), clock.instant())).isTrue();
        clock.tick(Duration.ofSeconds(2));
        step();
        assertThat(only().state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(history.drop(only().id(), clock.instant())).isFalse();

        enqueue("unknown", "b");
        Delivery waiting = history.list(DeliveryHistory.DeliveryFilter.ALL, 1).get(0);
        assertThat(history.redirect(waiting.id(), new ContactPointName("discord"), clock.instant()))
                .isTrue();
        step();
        assertThat(discord.accepted()).hasSize(1);
    }

    private void enqueue(String contactPoint, String group) {
        enqueue(contactPoint, group, "");
    }

    private void enqueue(String contactPoint, String group, String line) {
        Message message = TestMessages.firing(
                contactPoint,
                line.isEmpty() ? TestMessages.alert("server1") : TestMessages.alert("server1", "s", "d", line));
        nextKey++;
        outbox.enqueue(new NewDelivery("key" + nextKey, TestMessages.withGroup(message, group)), clock.instant());
    }

    private void enqueueResolved(String contactPoint, String group) {
        Message message = TestMessages.resolved(contactPoint, TestMessages.resolvedAlert("server1"));
        nextKey++;
        outbox.enqueue(new NewDelivery("key" + nextKey, TestMessages.withGroup(message, group)), clock.instant());
    }

    private void enqueueEdit(String contactPoint, String group, Mute... mutes) {
        AlertEntry alert = TestMessages.alert("server1")
                .withMutes(List.of(mutes))
                .withEvidence(Evidence.NONE)
                .known();
        Message message = TestMessages.message(
                contactPoint, MessageStatus.FIRING, NotificationReason.MUTES_CHANGED, List.of(alert));
        nextKey++;
        outbox.enqueue(new NewDelivery("key" + nextKey, TestMessages.withGroup(message, group)), clock.instant());
    }

    /** One message for each of these groups. */
    private void storm(String contactPoint, int from, int to) {
        for (int i = from; i < to; i++) {
            Message message = TestMessages.firing(contactPoint, TestMessages.alert("server" + i));
            outbox.enqueue(new NewDelivery("s" + i, TestMessages.withGroup(message, "g" + i)), clock.instant());
        }
    }

    private void stepFor(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            clock.tick(Duration.ofSeconds(1));
            step();
        }
    }

    private ContactPoint bot(String name) {
        return ContactPoint.of(
                new ContactPointName(name),
                TestContactPoints.slackBot(slack.apiUrl(), SlackStandIn.TOKEN, SlackStandIn.CHANNEL));
    }

    /** One step of the worker, and all answers worked off. */
    private void step() {
        worker.step();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (worker.inFlight() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(500_000);
        }
        assertThat(worker.inFlight()).isZero();
    }

    private Delivery only() {
        List<Delivery> all = history.list(DeliveryHistory.DeliveryFilter.ALL, 10);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<DeliveryState> states() {
        return history.list(DeliveryHistory.DeliveryFilter.ALL, 100).stream()
                .map(Delivery::state)
                .toList();
    }

    static ContactPoint slack(String name, String url) {
        return ContactPoint.of(new ContactPointName(name), new ContactPointSettings.Slack(new Secret(url)));
    }

    static ContactPoint discord(String name, String url) {
        return ContactPoint.of(new ContactPointName(name), TestContactPoints.discord(url));
    }

    private static ContactPoint withoutResolved(ContactPoint point) {
        return point.with(new MessageStyle(
                false, point.mention(), point.update(), point.grouping(), point.language(), null, null, point.lines()));
    }

    private static ContactPoint perAlert(ContactPoint point) {
        return point.with(new MessageStyle(
                true,
                point.mention(),
                point.update(),
                MessageGrouping.PER_ALERT,
                point.language(),
                null,
                null,
                point.lines()));
    }

    record FixedContactPoints(List<ContactPoint> all) implements ContactPoints {

        private static final ContactPointName DISABLED = new ContactPointName("off_duty");

        @Override
        public Optional<String> disabledBecause(ContactPointName name) {
            return name.equals(DISABLED) ? Optional.of("a variable is not set") : Optional.empty();
        }

        @Override
        public Optional<ContactPointName> fallbackOf(ContactPointName name) {
            return name.equals(DISABLED)
                    ? Optional.of(new ContactPointName("job_alarm"))
                    : ContactPoints.super.fallbackOf(name);
        }

        @Override
        public Optional<ContactPoint> find(ContactPointName name) {
            return all.stream()
                    .filter(contactPoint -> contactPoint.name().equals(name))
                    .findFirst();
        }
    }

    @Configuration
    @EnableTransactionManagement
    @EnableJpaRepositories("io.tocsin.delivery.store")
    @Import(DeliveryConfiguration.class)
    @ComponentScan({"io.tocsin.delivery.store", "io.tocsin.contactpoint.inbox"})
    static class Wiring {

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return TestJpa.of(dataSource).manager();
        }

        @Bean(destroyMethod = "")
        EntityManagerFactory entityManagerFactory(DataSource dataSource) {
            return TestJpa.of(dataSource).entities();
        }

        @Bean
        JdbcClient jdbcClient(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }

        @Bean
        UnreadableRows unreadableRows() {
            return TestRows.unreadable();
        }

        @Bean
        Tracing tracing() {
            return Tracing.off();
        }

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        DeliverySettings deliverySettings() {
            return DeliverySettings.DEFAULT;
        }

        @Bean
        StormSettings stormSettings() {
            return StormSettings.DEFAULT;
        }

        @Bean
        WebhookClient webhookClient() {
            return new WebhookClient(AllowedHosts.parse("127.0.0.1"), Duration.ofSeconds(30));
        }

        @Bean
        SlackNotifier slackNotifier(WebhookClient client) {
            return new SlackNotifier(client);
        }

        @Bean
        SlackBotNotifier slackBotNotifier(WebhookClient client) {
            return new SlackBotNotifier(client);
        }

        @Bean
        DiscordNotifier discordNotifier(WebhookClient client) {
            return new DiscordNotifier(client);
        }

        @Bean
        InboxNotifier inboxNotifier(InboxMessages messages, SlackNotifier slack, DiscordNotifier discord, Clock clock) {
            return new InboxNotifier(messages, slack, discord, clock);
        }
    }
}
