package io.tocsin.delivery.worker;

import static io.tocsin.contactpoint.TestContactPoints.withFallback;
import static io.tocsin.contactpoint.TestContactPoints.withUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.WatchedDataSource;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.inbox.InboxMessage;
import io.tocsin.contactpoint.inbox.InboxMessages;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.message.Message;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One row that cannot be read or written must never stop the others; extended for each database. */
abstract class SetAsideContract {

    private static final Instant START = Instant.parse("2026-03-01T10:02:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final List<ContactPoint> contactPoints = new ArrayList<>();
    private final SlackStandIn slack = new SlackStandIn();
    private final DiscordStandIn discord = new DiscordStandIn();
    private TestDatabase database;
    private WatchedDataSource watched;
    private AnnotationConfigApplicationContext context;
    private DeliveryHistory history;
    private DeliveryWorker worker;
    private int nextKey;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void start() {
        contactPoints.add(DeliveryContract.discord("a_chat", discord.webhookUrl()));
        contactPoints.add(DeliveryContract.slack("m_chat", slack.webhookUrl("m")));
        contactPoints.add(
                withFallback(DeliveryContract.slack("z_chat", slack.webhookUrl("z")), new ContactPointName("m_chat")));
        contactPoints.add(ContactPoint.of(ContactPoint.INBOX, new ContactPointSettings.Inbox()));
        database = newDatabase();
        watched = new WatchedDataSource(database.dataSource());
        context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> watched);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(ContactPoints.class, () -> new DeliveryContract.FixedContactPoints(contactPoints));
        context.register(DeliveryContract.Wiring.class);
        context.refresh();
        context.getBeansOfType(RepeatingTask.class).values().forEach(RepeatingTask::stop);
        history = context.getBean(DeliveryHistory.class);
        worker = context.getBean(DeliveryWorker.class);
    }

    @AfterEach
    void stop() {
        context.close();
        database.close();
        slack.close();
        discord.close();
    }

    @Test
    void oneUnreadableRowKeepsNothingElseFromBeingSent() {
        DeliveryId broken = enqueue("a_chat", "first");
        enqueue("a_chat", "second");
        enqueue("m_chat", "third");
        enqueue("z_chat", "fourth");
        breakMessage(broken, "{\"status\":\"A_NEW_ONE\"");

        work(5);

        assertThat(states())
                .containsOnly(Map.entry(DeliveryState.SET_ASIDE, 1L), Map.entry(DeliveryState.DELIVERED, 4L));
        assertThat(discord.accepted().toString()).contains("second").doesNotContain("first");
        assertThat(slack.accepted().toString()).contains("third", "fourth");
    }

    @Test
    void aSetAsideRowSaysWhichItIsAndWhyOnItsPageInTheInboxAndInAMetric() {
        DeliveryId broken = enqueue("a_chat", "first");
        breakMessage(broken, "{\"status\":\"A_NEW_ONE\"");

        work(3);

        assertThat(history.find(broken)).hasValueSatisfying(delivery -> {
            assertThat(delivery.state()).isEqualTo(DeliveryState.SET_ASIDE);
            assertThat(delivery.isReadable()).isFalse();
            assertThat(delivery.progress().failure()).satisfies(failure -> {
                assertThat(failure.reason()).isEqualTo(FailureReason.UNREADABLE);
                assertThat(failure.detail()).contains("A_NEW_ONE");
            });
            assertThat(delivery.message().commonLabels().get("alertname")).contains("first");
        });
        List<InboxMessage> told = context.getBean(InboxMessages.class).list(null, 10);
        assertThat(told)
                .singleElement()
                .satisfies(message ->
                        assertThat(message.slackPayload()).contains("could not be read", "a_chat", "#" + broken));
        assertThat(context.getBean(MeterRegistry.class)
                        .counter("tocsin.deliveries.set.aside", "contact_point", "a_chat", "kind", "discord")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsToldThroughTheFallbackOfItsContactPoint() {
        breakMessage(enqueue("z_chat", "first"), "null");
        breakMessage(enqueue("z_chat", "second"), "{}");

        work(3);

        assertThat(slack.accepted())
                .singleElement()
                .satisfies(message -> assertThat(message.body().toString())
                        .contains("2 messages to contact point", "z_chat", "#1", "#2"));
    }

    @Test
    void wordsAndFieldsOfANewerVersionAreNoReasonToSetAMessageAside() {
        DeliveryId newer = enqueue("m_chat", "first");
        String json = json(newer);
        breakMessage(
                newer,
                json.replace("\"FIRST_NOTIFICATION\"", "\"A_NEW_REASON\"")
                        .replaceFirst("\\{", "{\"anewfield\":{\"x\":[1]},"));

        work(1);

        assertThat(states()).containsOnlyKeys(DeliveryState.DELIVERED);
        assertThat(slack.accepted().toString()).contains("first");
    }

    @Test
    void whetherAnAlertFiresIsNeverGuessed() {
        DeliveryId newer = enqueue("m_chat", "first");
        breakMessage(newer, json(newer).replace("\"FIRING\"", "\"SMOULDERING\""));

        work(1);

        assertThat(history.find(newer).orElseThrow().state()).isEqualTo(DeliveryState.SET_ASIDE);
        assertThat(slack.accepted()).isEmpty();
    }

    @Test
    void aPersonSendsItAgainWhenTheUpgradeWasRepeated() {
        DeliveryId broken = enqueue("m_chat", "first");
        String json = json(broken);
        breakMessage(broken, "{");
        work(1);
        clock.tick(Duration.ofDays(2));

        assertThat(history.redirect(broken, new ContactPointName("a_chat"), clock.instant()))
                .as("a message that cannot be read cannot go elsewhere")
                .isFalse();
        history.retry(broken, clock.instant());
        work(1);
        assertThat(history.find(broken).orElseThrow().state()).isEqualTo(DeliveryState.SET_ASIDE);
        breakMessage(broken, json);
        history.retry(broken, clock.instant());
        work(1);

        assertThat(history.find(broken).orElseThrow().state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aVersionThatCanReadItSendsItByItselfWithinADay() {
        DeliveryId young = enqueue("m_chat", "young");
        DeliveryId old = enqueue("z_chat", "old");
        String youngJson = json(young);
        String oldJson = json(old);
        breakMessage(young, "{");
        breakMessage(old, "{");
        work(1);
        database.client()
                .sql("update delivery set queued_at = queued_at - interval '25' hour where id = " + old)
                .update();
        breakMessage(young, youngJson);
        breakMessage(old, oldJson);

        context.getBean(DeliveryUpkeep.class).step();
        work(3);

        assertThat(history.find(young).orElseThrow().state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(history.find(old).orElseThrow().state()).isEqualTo(DeliveryState.SET_ASIDE);
    }

    @Test
    void anUnreadableEarlierMessageLeaksNoPermitAndIsNotEdited() {
        DeliveryId shown = enqueue("a_chat", "first");
        work(1);
        breakMessage(shown, "{");
        contactPoints.set(0, withUpdate(contactPoints.get(0), io.tocsin.contactpoint.UpdateMode.EDIT));

        for (int i = 0; i < 3; i++) {
            enqueueResolved("a_chat");
            work(3);
            assertThat(worker.inFlight()).isZero();
        }

        assertThat(states()).containsOnly(Map.entry(DeliveryState.DELIVERED, 4L));
    }

    @Test
    void anUnreadableRowOfADeadWorkerIsTakenOverWithTheOthers() {
        enqueue("m_chat", "first");
        DeliveryId broken = enqueue("z_chat", "second");
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        for (String name : List.of("m_chat", "z_chat")) {
            queue.findDue(new ContactPointName(name), START, 1)
                    .readable()
                    .forEach(due -> queue.claim(due, "dead", START.plusSeconds(30)));
        }
        breakMessage(broken, "{");
        clock.tick(Duration.ofSeconds(31));

        work(3);

        assertThat(slack.accepted().toString()).contains("first", "could not be read");
        assertThat(history.find(broken).orElseThrow().state()).isEqualTo(DeliveryState.SET_ASIDE);
    }

    @Test
    void saysWhatDoesNotGetWhereItIsToGo() {
        DeliveryConcerns concerns = context.getBean(DeliveryConcerns.class);
        assertThat(concerns.concerns()).isEmpty();
        breakMessage(enqueue("a_chat", "first"), "{");
        enqueue("nowhere", "second");
        slack.fail(io.tocsin.standin.StandIns.answer(404, "no_service"));
        enqueue("m_chat", "third");
        work(1);
        context.getBean(io.tocsin.delivery.store.ContactPointHealthStore.class)
                .disable(new ContactPointName("z_chat"), "kim", clock.instant());
        enqueue("inbox", "fourth");
        clock.tick(DeliveryConcerns.LATE_AFTER);

        assertThat(concerns.concerns())
                .extracting(concern -> concern.code() + " " + concern.subject() + " " + concern.severity())
                .containsExactlyInAnyOrder(
                        "deliveries-set-aside a_chat UNWATCHED",
                        "contact-point-unknown nowhere UNWATCHED",
                        "contact-point-parked m_chat UNWATCHED",
                        "contact-point-disabled z_chat NOTICE",
                        "deliveries-late inbox UNWATCHED");
        assertThat(concerns.concerns())
                .allSatisfy(concern -> assertThat(concern.reason()).isNotBlank().doesNotContain(slack.webhookUrl("m")));
    }

    @Test
    void pagesCountAndListStatesAndReasonsOfNewerVersions() {
        DeliveryId newer = enqueue("m_chat", "first");
        work(1);
        JdbcClient jdbc = database.client();
        jdbc.sql("alter table delivery drop constraint delivery_state").update();
        jdbc.sql("update delivery set state = 'HELD', failure_reason = 'A_NEW_REASON', reason = 'NEW',"
                        + " message_status = 'NEW'")
                .update();
        jdbc.sql("update delivery_attempt set reason = 'A_NEW_REASON'").update();
        jdbc.sql("update contact_point_health set failure_reason = 'A_NEW_REASON'")
                .update();

        assertThat(history.list(DeliveryHistory.DeliveryFilter.ALL, 10))
                .extracting(Delivery::state)
                .containsExactly(DeliveryState.SET_ASIDE);
        assertThat(history.countByState()).containsOnlyKeys(DeliveryState.SET_ASIDE);
        assertThat(history.list(
                        new DeliveryHistory.DeliveryFilter(
                                null, history.find(newer).orElseThrow().contactPoint(), null),
                        10))
                .extracting(Delivery::id)
                .containsExactly(newer);
        assertThat(history.attempts(newer))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.reason()).isEqualTo(FailureReason.OTHER));
        assertThat(context.getBean(io.tocsin.delivery.store.ContactPointHealthStore.class)
                        .findAll())
                .singleElement()
                .satisfies(health -> assertThat(health.lastFailure().reason()).isEqualTo(FailureReason.OTHER));
    }

    @Test
    void whateverOneStatementThrowsEverythingArrivesAndAllPermitsAreBack() {
        List<Supplier<Throwable>> faults = List.of(
                () -> new IllegalStateException("injected"), StackOverflowError::new, NoClassDefFoundError::new);
        boolean wasReached = true;
        for (int statement = 0; wasReached; statement++) {
            int sent = sentTo("m_chat") + sentTo("a_chat");
            enqueue("a_chat", "one");
            enqueue("m_chat", "two");
            watched.failAfter(statement, faults.get(statement % faults.size()));
            work(2);
            wasReached = !watched.isFaultPending();
            watched.heal();
            clock.tick(Duration.ofSeconds(70));
            work(2);
            assertThat(worker.inFlight())
                    .as("permits in use after statement %s", statement)
                    .isZero();
            assertThat(states()).as("after statement %s", statement).containsOnlyKeys(DeliveryState.DELIVERED);
            assertThat(sentTo("m_chat") + sentTo("a_chat")).isGreaterThanOrEqualTo(sent + 2);
        }
    }

    private int sentTo(String name) {
        return name.equals("a_chat")
                ? discord.accepted().size()
                : slack.accepted().size();
    }

    private DeliveryId enqueue(String contactPoint, String summary) {
        String group = "group" + nextKey;
        Message message = TestMessages.withGroup(
                TestMessages.firing(contactPoint, TestMessages.alert("server", summary, "d", "line")), group);
        return enqueue(message);
    }

    private void enqueueResolved(String contactPoint) {
        Message message = TestMessages.message(
                contactPoint,
                io.tocsin.message.MessageStatus.RESOLVED,
                io.tocsin.notification.NotificationReason.ALL_RESOLVED,
                List.of(TestMessages.resolvedAlert("server")));
        enqueue(TestMessages.withGroup(message, "group0"));
    }

    private DeliveryId enqueue(Message message) {
        context.getBean(DeliveryOutbox.class).enqueue(new NewDelivery("key" + nextKey++, message), clock.instant());
        return history.list(DeliveryHistory.DeliveryFilter.ALL, 1).get(0).id();
    }

    private String json(DeliveryId id) {
        return database.client()
                .sql("select message from delivery where id = " + id)
                .query(String.class)
                .single();
    }

    private void breakMessage(DeliveryId id, String json) {
        database.client()
                .sql("update delivery set message = :json where id = " + id)
                .param("json", json)
                .update();
    }

    private Map<DeliveryState, Long> states() {
        return history.countByState();
    }

    /** Steps a second apart, each with all its answers worked off; a step may fail as a whole, as the loop's may. */
    private void work(int steps) {
        for (int i = 0; i < steps; i++) {
            try {
                worker.step();
            } catch (RuntimeException | Error e) {
                assertThat(watched.isFaultPending()).as("%s", e).isFalse();
            }
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (worker.inFlight() > 0 && System.nanoTime() < deadline) {
                LockSupport.parkNanos(500_000);
            }
            clock.tick(Duration.ofSeconds(1));
        }
    }
}
