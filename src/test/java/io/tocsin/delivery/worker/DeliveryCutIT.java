package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.PostgresServer;
import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.message.Message;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.standin.FaultyLink;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StatementCuts;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The connection to PostgreSQL is cut at every statement of a delivery; the chat gets each message once, and soon. */
class DeliveryCutIT {

    /** A prime, so that all kinds of statements have their turn. */
    private static final int SOME = 5;

    private static final int MAX_LOOKS = 2_000;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:02:00Z"));
    private SlackStandIn slack;
    private FaultyLink link;
    private TestDatabase database;
    private AnnotationConfigApplicationContext context;
    private DeliveryWorker worker;

    @BeforeEach
    void start() {
        slack = new SlackStandIn();
        link = new FaultyLink(PostgresServer.port());
        database = TestDatabase.postgresBehind(link);
        ContactPoint chat = ContactPoint.of(
                new ContactPointName("chat"), new ContactPointSettings.Slack(new Secret(slack.webhookUrl())));
        ContactPoint inbox = ContactPoint.of(ContactPoint.INBOX, new ContactPointSettings.Inbox());
        context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, database::dataSource);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(ContactPoints.class, () -> new DeliveryContract.FixedContactPoints(List.of(chat, inbox)));
        context.register(DeliveryContract.Wiring.class);
        context.refresh();
        context.getBeansOfType(RepeatingTask.class).values().forEach(RepeatingTask::stop);
        worker = context.getBean(DeliveryWorker.class);
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        database.close();
        link.close();
        slack.close();
    }

    @Test
    void theChatGetsEachMessageOnceWhenTheConnectionIsCutAtSomeStatements() {
        theChatGetsEachMessageOnce(SOME);
    }

    @Test
    @Tag("soak")
    void theChatGetsEachMessageOnceWhenTheConnectionIsCutAtAnyStatement() {
        theChatGetsEachMessageOnce(1);
    }

    private void theChatGetsEachMessageOnce(int stride) {
        int cuts = new StatementCuts(link, database.client()).at(stride, (run, disturbed) -> {
            int before = slack.accepted().size();
            Message message = TestMessages.firing("chat", TestMessages.alert("server" + run));
            context.getBean(DeliveryOutbox.class).enqueue(new NewDelivery("run" + run, message), clock.instant());

            disturbed.during(this::step);
            for (int i = 0; i < 4; i++) {
                clock.tick(Duration.ofSeconds(2));
                step();
            }

            assertThat(slack.accepted()).hasSize(before + 1);
            assertThat(slack.accepted().get(before).body().toString()).doesNotContain("Possible duplicate");
            assertThat(states()).containsOnly(DeliveryState.DELIVERED);
            clock.tick(Duration.ofMinutes(1));
            step();
            assertThat(slack.accepted()).hasSize(before + 1);
        });

        assertThat(cuts).isGreaterThan(20 / stride);
    }

    private List<DeliveryState> states() {
        return database.client().sql("select state from delivery").query(String.class).list().stream()
                .map(DeliveryState::valueOf)
                .toList();
    }

    /** One step, and what comes of its attempts. */
    private void step() {
        try {
            worker.step();
        } finally {
            for (int i = 0; worker.inFlight() > 0 && i < MAX_LOOKS; i++) {
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
        }
    }
}
