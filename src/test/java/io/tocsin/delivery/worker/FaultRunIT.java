package io.tocsin.delivery.worker;

import static io.tocsin.contactpoint.TestContactPoints.withLines;
import static io.tocsin.contactpoint.TestContactPoints.withUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.contactpoint.AnswerWays;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.DiscordWebhook;
import io.tocsin.contactpoint.LinesShown;
import io.tocsin.contactpoint.UpdateMode;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.evidence.Evidence;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.AlertSource;
import io.tocsin.message.Message;
import io.tocsin.message.MessageLinks;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandIn;
import io.tocsin.standin.StandIns;
import io.tocsin.task.RepeatingTask;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** A storm against a chat service that fails in every way, while workers die. */
class FaultRunIT {

    private static final AnswerWays ANSWERS = new AnswerWays(new Secret("socket-token"), null, Map.of());
    private static final String FIRST_BUTTON = "tocsin[-:]ack";
    private static final int ROWS = 500;
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void everyGroupEndsInItsFinalStateInOrderAndOnlyMarkedMessagesComeTwice() {
        run(120, 2, 4, 1);
    }

    @Test
    @Tag("soak")
    void theSameWithTenThousandMessages() {
        run(2_500, 4, 20, 2);
    }

    private static void run(int groups, int messagesPerGroup, int endpoints, long seed) {
        Random random = new Random(seed);
        SettableClock clock = new SettableClock(START);
        try (SlackStandIn slack = new SlackStandIn();
                AnnotationConfigApplicationContext context = start(slack, endpoints, clock)) {
            slack.failBy(path -> fault(random));
            DeliveryOutbox outbox = context.getBean(DeliveryOutbox.class);
            for (int number = 0; number < messagesPerGroup; number++) {
                for (int group = 0; group < groups; group++) {
                    outbox.enqueue(new NewDelivery(group + "/" + number, message(group, number, endpoints)), START);
                }
            }
            workOff(context, clock, random, slack);
            check(slack, groups, messagesPerGroup);
        }
    }

    /** Issue 12: messages that are edited, that can be answered by buttons, and log lines that follow as files. */
    @Test
    void editsButtonsAndFilesChangeNothingAboutThat() {
        Random random = new Random(3);
        SettableClock clock = new SettableClock(START);
        AtomicInteger cutFiles = new AtomicInteger();
        try (SlackStandIn slack = new SlackStandIn();
                DiscordStandIn discord = new DiscordStandIn();
                AnnotationConfigApplicationContext context = start(edited(slack, discord), "edits", clock)) {
            StandIn.FaultSource faults = path -> {
                StandIn.Fault fault = fault(random);
                boolean isCut = fault.kind() == StandIn.Fault.Kind.CUT_AFTER_ACCEPTING;
                cutFiles.addAndGet(isCut && path.contains("completeUploadExternal") ? 1 : 0);
                return fault;
            };
            slack.failBy(faults);
            discord.failBy(faults);
            DeliveryOutbox outbox = context.getBean(DeliveryOutbox.class);
            for (int group = 0; group < 40; group++) {
                AlertEntry firing = longAlert(group);
                String chat = "chat" + group % 4;
                outbox.enqueue(new NewDelivery(group + "/f", grouped(TestMessages.firing(chat, firing), group)), START);
                AlertEntry resolved = resolved(firing);
                outbox.enqueue(
                        new NewDelivery(group + "/r", grouped(TestMessages.resolved(chat, resolved), group)), START);
            }
            step(context, clock, random);
            judgeEdits(slack, discord, cutFiles.get());
        }
    }

    private static List<ContactPoint> edited(SlackStandIn slack, DiscordStandIn discord) {
        List<ContactPoint> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ContactPoint chat = i < 2
                    ? ContactPoint.of(
                            new ContactPointName("chat" + i),
                            new ContactPointSettings.SlackBot(
                                    URI.create(slack.apiUrl()),
                                    new Secret(SlackStandIn.TOKEN),
                                    "C012345678" + i,
                                    ANSWERS))
                    : ContactPoint.of(
                            new ContactPointName("chat" + i),
                            new ContactPointSettings.Discord(
                                    DiscordWebhook.parse(discord.webhookUrl("12345678901234567" + i))
                                            .orElseThrow(),
                                    false,
                                    ANSWERS));
            all.add(withLines(withUpdate(chat, UpdateMode.EDIT), LinesShown.FILE));
        }
        return all;
    }

    private static AlertEntry longAlert(int group) {
        String rows = IntStream.range(0, ROWS).mapToObj(row -> "row " + row).collect(Collectors.joining("\n"));
        return TestMessages.alert("server" + group, "group-" + group + "-end", "d", rows);
    }

    /** One that was cut off after it had been taken is there twice; the first stays as it was, and may have room for all. */
    private static boolean showsEveryRow(JsonNode message) {
        return IntStream.range(0, ROWS).allMatch(row -> message.toString().contains("row " + row + "\\n"));
    }

    private static AlertEntry resolved(AlertEntry firing) {
        AlertEntry end = TestMessages.resolvedAlert("server");
        return new AlertEntry(
                firing.alertId(),
                end.status(),
                true,
                firing.labels(),
                firing.annotations(),
                end.course(),
                new AlertSource("g", "", Evidence.NONE, MessageLinks.NONE));
    }

    private static Message grouped(Message message, int group) {
        return TestMessages.withGroup(message, "group" + group);
    }

    private static void step(AnnotationConfigApplicationContext context, SettableClock clock, Random random) {
        DeliveryWorker worker = context.getBean(DeliveryWorker.class);
        DeliveryHistory history = context.getBean(DeliveryHistory.class);
        for (int step = 0; step < 5_000; step++) {
            if (random.nextInt(10) == 0) {
                claimAndDie(context.getBean(DeliveryQueue.class), clock);
            }
            worker.step();
            waitForAnswers(worker);
            clock.tick(Duration.ofSeconds(1));
            if (history.countByState().keySet().equals(Set.of(DeliveryState.DELIVERED))) {
                return;
            }
        }
        throw new AssertionError("not worked off: " + history.countByState());
    }

    /** One message for each group, resolved in place, with its lines; whatever is there twice says so, or was cut off. */
    private static void judgeEdits(SlackStandIn slack, DiscordStandIn discord, int cutFiles) {
        Map<String, JsonNode> shown = new HashMap<>(slack.messages());
        shown.putAll(discord.messages());
        for (int group = 0; group < 40; group++) {
            String marker = "group-" + group + "-end";
            List<String> of = shown.values().stream()
                    .map(JsonNode::toString)
                    .map(body -> body.replace("\\", ""))
                    .filter(body -> body.contains(marker))
                    .toList();
            assertThat(of).as(marker).isNotEmpty();
            assertThat(of).as("the newest state of " + marker).anyMatch(body -> body.contains("RESOLVED"));
            assertThat(of).as("what can be answered of " + marker).allMatch(FaultRunIT::hasButtonsWhileItFires);
        }
        long twice = slack.accepted().stream()
                .filter(message -> message.path().endsWith("postMessage"))
                .filter(message -> message.body().toString().contains("Possible duplicate"))
                .count();
        assertThat(slack.messages().size()).isBetween(20, 20 + (int) twice);
        Map<String, Long> files = slack.files().stream()
                .collect(Collectors.groupingBy(SlackStandIn.SharedFile::threadTs, Collectors.counting()));
        assertThat(files.keySet())
                .as("only messages that are there")
                .isSubsetOf(slack.messages().keySet());
        assertThat(files).as("each message that was recorded has its lines").hasSize(20);
        assertThat(slack.files().size() - files.size()).as("twice").isLessThanOrEqualTo(cutFiles);
        assertThat(discord.files().values()).allMatch(all -> all.containsKey("lines.txt"));
        assertThat(discord.files().keySet()).isSubsetOf(discord.messages().keySet());
        discord.messages()
                .forEach((id, message) -> assertThat(discord.files().containsKey(id) || showsEveryRow(message))
                        .as("all lines of message %s, in itself or in its file: %s", id, message)
                        .isTrue());
    }

    /** What is over cannot be acknowledged; one that was cut off, and so is there twice, may be shown as firing for ever. */
    private static boolean hasButtonsWhileItFires(String body) {
        return Pattern.compile(FIRST_BUTTON).matcher(body).find() != body.contains("RESOLVED");
    }

    private static Message message(int group, int number, int endpoints) {
        AlertEntry alert =
                TestMessages.alert("server" + group, "s", "d", "group-" + group + "-message-" + number + "-end");
        return TestMessages.withGroup(TestMessages.firing("slack" + group % endpoints, alert), "group" + group);
    }

    /** 20 % rate limited, 5 % server errors, 2 % cut off after the message was taken. */
    private static synchronized StandIn.Fault fault(Random random) {
        int percent = random.nextInt(100);
        if (percent < 20) {
            return StandIns.rateLimited(1 + random.nextInt(3));
        }
        if (percent < 25) {
            return StandIns.answer(500, "");
        }
        return percent < 27 ? StandIns.cutAfterAccepting() : StandIn.Fault.NONE;
    }

    private static void workOff(
            AnnotationConfigApplicationContext context, SettableClock clock, Random random, SlackStandIn slack) {
        DeliveryWorker worker = context.getBean(DeliveryWorker.class);
        DeliveryQueue queue = context.getBean(DeliveryQueue.class);
        DeliveryHistory history = context.getBean(DeliveryHistory.class);
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(10) == 0) {
                claimAndDie(queue, clock);
            }
            int before = slack.accepted().size();
            worker.step();
            waitForAnswers(worker);
            assertThat(perEndpoint(
                            slack.accepted().subList(before, slack.accepted().size())))
                    .as("at most one message a second to one endpoint")
                    .allSatisfy((path, count) -> assertThat(count).isEqualTo(1));
            clock.tick(Duration.ofSeconds(1));
            Map<DeliveryState, Long> counts = history.countByState();
            if (counts.keySet().equals(Set.of(DeliveryState.DELIVERED))) {
                return;
            }
        }
        throw new AssertionError("not worked off: " + history.countByState());
    }

    private static Map<String, Integer> perEndpoint(List<StandIn.Accepted> accepted) {
        Map<String, Integer> counts = new HashMap<>();
        accepted.forEach(message -> counts.merge(message.path(), 1, Integer::sum));
        return counts;
    }

    /** A process that is killed between taking a message and sending it. */
    private static void claimAndDie(DeliveryQueue queue, Clock clock) {
        for (ContactPointName name :
                queue.contactPointsWithDue(clock.instant()).stream().limit(1).toList()) {
            for (Delivery due : queue.findDue(name, clock.instant(), 1).readable()) {
                queue.claim(due, "killed", clock.instant().plusSeconds(30));
            }
        }
    }

    private static void waitForAnswers(DeliveryWorker worker) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (worker.inFlight() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(500_000);
        }
        assertThat(worker.inFlight()).isZero();
    }

    private static void check(SlackStandIn slack, int groups, int messagesPerGroup) {
        List<String> bodies = slack.accepted().stream()
                .map(message -> message.body().toString())
                .toList();
        Map<Integer, Integer> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (String body : bodies) {
            String marker = body.replaceAll("(?s).*(group-\\d+-message-\\d+)-end.*", "$1");
            int group = Integer.parseInt(marker.split("-")[1]);
            int number = Integer.parseInt(marker.split("-")[3]);
            if (!seen.add(marker)) {
                assertThat(body).as("the second %s", marker).contains("Possible duplicate");
            }
            int before = newest.getOrDefault(group, 0);
            assertThat(number).as("order of group %s", group).isGreaterThanOrEqualTo(before);
            newest.put(group, number);
        }
        assertThat(seen).hasSize(groups * messagesPerGroup);
        assertThat(newest.values()).hasSize(groups).containsOnly(messagesPerGroup - 1);
        assertThat(slack.refused()).noneMatch(refusal -> refusal.startsWith("400"));
    }

    private static AnnotationConfigApplicationContext start(SlackStandIn slack, int endpoints, SettableClock clock) {
        List<ContactPoint> contactPoints = new ArrayList<>();
        for (int i = 0; i < endpoints; i++) {
            contactPoints.add(DeliveryContract.slack("slack" + i, slack.webhookUrl("token" + i)));
        }
        return start(contactPoints, "webhooks" + endpoints, clock);
    }

    private static AnnotationConfigApplicationContext start(
            List<ContactPoint> contactPoints, String name, SettableClock clock) {
        DataSource database = JdbcConnectionPool.create("jdbc:h2:mem:faults" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(database).load().migrate();
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(ContactPoints.class, () -> new DeliveryContract.FixedContactPoints(contactPoints));
        context.register(WithoutStorm.class);
        context.refresh();
        context.getBeansOfType(RepeatingTask.class).values().forEach(RepeatingTask::stop);
        return context;
    }

    /** Every message is counted, so none may be folded. */
    @Configuration
    static class WithoutStorm extends DeliveryContract.Wiring {

        @Bean
        @Override
        StormSettings stormSettings() {
            return new StormSettings(0, StormSettings.DEFAULT.stormInterval());
        }
    }
}
