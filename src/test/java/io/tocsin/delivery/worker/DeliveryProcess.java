package io.tocsin.delivery.worker;

import static io.tocsin.contactpoint.TestContactPoints.withUpdate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.UpdateMode;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import io.tocsin.message.Note;
import io.tocsin.message.TestMessages;
import io.tocsin.notification.NotificationReason;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Delivery in a process of its own, which a test may kill: queues what a storm decides, unless it is queued already, and
 * works it off. Says {@code STARTED} and, when everything has been delivered, {@code DONE}.
 */
final class DeliveryProcess {

    /** What each group has to say: it fires, a part of it resolves, all of it is resolved. */
    static final int MESSAGES_PER_GROUP = 3;

    /** The last contact points are Discord's, the others Slack's. */
    static final int DISCORD_POINTS = 2;

    private DeliveryProcess() {}

    /**
     * @param database where the H2 file is
     * @param alerts of each group
     */
    record Plan(Path database, String slackUrl, String discordUrl, int points, int groups, int alerts) {

        static Plan of(String[] arguments) {
            return new Plan(
                    Path.of(arguments[0]),
                    arguments[1],
                    arguments[2],
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Integer.parseInt(arguments[5]));
        }

        List<String> arguments() {
            return List.of(
                    database.toString(),
                    slackUrl,
                    discordUrl,
                    Integer.toString(points),
                    Integer.toString(groups),
                    Integer.toString(alerts));
        }

        private List<ContactPoint> contactPoints() {
            List<ContactPoint> all = new ArrayList<>();
            for (int i = 0; i < points; i++) {
                boolean isDiscord = i >= points - DISCORD_POINTS;
                all.add(
                        isDiscord
                                ? withUpdate(
                                        DeliveryContract.discord("chat" + i, discordUrl.replace("ID", "10" + i)),
                                        UpdateMode.EDIT)
                                : DeliveryContract.slack("chat" + i, slackUrl + "token" + i));
            }
            return all;
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        Plan plan = Plan.of(arguments);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(
                "jdbc:h2:file:" + plan.database() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000");
        config.setUsername("sa");
        DataSource database = new HikariDataSource(config);
        Flyway.configure().dataSource(database).load().migrate();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(DataSource.class, () -> database);
            context.registerBean(Clock.class, Clock::systemUTC);
            List<ContactPoint> contactPoints = plan.contactPoints();
            context.registerBean(ContactPoints.class, () -> new DeliveryContract.FixedContactPoints(contactPoints));
            context.register(FaultRunIT.WithoutStorm.class);
            context.refresh();
            System.out.println("STARTED");
            queue(plan, context.getBean(DeliveryOutbox.class));
            awaitEnd(plan, context.getBean(DeliveryHistory.class));
            System.out.println("DONE");
        }
    }

    private static void queue(Plan plan, DeliveryOutbox outbox) {
        for (int number = 0; number < MESSAGES_PER_GROUP; number++) {
            for (int group = 0; group < plan.groups(); group++) {
                outbox.enqueue(
                        new NewDelivery(group + "/" + number, message(plan, group, number)),
                        Clock.systemUTC().instant());
            }
        }
    }

    private static Message message(Plan plan, int group, int number) {
        int resolved = number == 0 ? 0 : number == 1 ? plan.alerts() / 2 : plan.alerts();
        List<AlertEntry> alerts = IntStream.range(0, plan.alerts())
                .mapToObj(i -> i < resolved
                        ? TestMessages.resolvedAlert("g" + group + "-a" + i)
                        : TestMessages.alert("g" + group + "-a" + i))
                .map(alert -> alert.isFiring() && resolved > 0 ? alert.known() : alert)
                .toList();
        NotificationReason reason = number == 0
                ? NotificationReason.FIRST_NOTIFICATION
                : number == 1 ? NotificationReason.SOME_RESOLVED : NotificationReason.ALL_RESOLVED;
        MessageStatus status = resolved < plan.alerts() ? MessageStatus.FIRING : MessageStatus.RESOLVED;
        Message message = TestMessages.message("chat" + group % plan.points(), status, reason, alerts);
        return TestMessages.withGroup(message, "group" + group)
                .withFirstNote(Note.of(Note.NoteKind.TEXT, "group-" + group + "-message-" + number + "-end"));
    }

    private static void awaitEnd(Plan plan, DeliveryHistory history) throws InterruptedException {
        long expected = (long) plan.groups() * MESSAGES_PER_GROUP;
        while (!history.countByState().equals(Map.of(DeliveryState.DELIVERED, expected))) {
            Thread.sleep(200);
        }
    }
}
