package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.delivery.store.DeliveryQueue;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandIn;
import io.tocsin.standin.StandIns;
import io.tocsin.task.RepeatingTask;
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
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A storm against a chat service that fails in every way, while workers die. */
class FaultRunIT {

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
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
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
        DataSource database =
                JdbcConnectionPool.create("jdbc:h2:mem:faults" + endpoints + ";DB_CLOSE_DELAY=-1", "sa", "");
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
