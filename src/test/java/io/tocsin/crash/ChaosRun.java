package io.tocsin.crash;

import io.tocsin.PostgresServer;
import io.tocsin.evaluation.LokiStandIn;
import io.tocsin.standin.FaultyLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Replicas on one PostgreSQL while everything around them fails: Loki, the receiver, the connections to the database,
 * and the replicas themselves. At the end the faults stop, and a judge that knows the truth reads what arrived.
 */
final class ChaosRun implements AutoCloseable {

    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(5);
    private static final int FAULTS_IN_THOUSAND = 50;
    /** Of the statements; a slot, an assignment, a flush and a delivery are about twenty together. */
    private static final int CUTS_IN_TEN_THOUSAND = 25;

    private static final int DELAYS_IN_TEN_THOUSAND = 500;
    private static final int LONGEST_DELAY_MILLIS = 300;

    private final ScriptedRules rules;
    private final Random random;
    private final LokiStandIn loki;
    private final ChaosReceiver receiver;
    private final FaultyLink link;
    private final Replicas replicas;
    private final JdbcClient jdbc;
    private final AtomicLong cuts = new AtomicLong();
    private volatile boolean isFailing;

    ChaosRun(Path home, long seed, ScriptedRules rules) throws IOException {
        this.rules = rules;
        this.random = new Random(seed);
        this.receiver = new ChaosReceiver(seed);
        this.loki = new LokiStandIn(rules);
        String url = PostgresServer.newDatabase();
        this.jdbc = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
        URI address = URI.create(url.substring("jdbc:".length()));
        this.link = new FaultyLink(address.getPort());
        link.failBy(message -> isFailing ? databaseFault() : FaultyLink.Fault.NONE);
        rules.write(home.resolve("rules"));
        writeContactPoints(home);
        this.replicas = new Replicas(
                home,
                Map.ofEntries(
                        Map.entry("TOCSIN_DB_URL", url.replace(":" + address.getPort() + "/", ":" + link.port() + "/")),
                        Map.entry("TOCSIN_DB_USER", "postgres"),
                        Map.entry("TOCSIN_LOKI_URL", loki.url()),
                        Map.entry("TOCSIN_LOKI_TIMEOUT", "5s"),
                        Map.entry("TOCSIN_QUERY_OFFSET", "0s"),
                        Map.entry("TOCSIN_EVIDENCE_TREND", "false"),
                        Map.entry("TOCSIN_RULES_DIR", home.resolve("rules").toString()),
                        Map.entry(
                                "TOCSIN_CONTACT_POINTS_FILE",
                                home.resolve("contact-points.yml").toString()),
                        Map.entry(
                                "TOCSIN_POLICIES_FILE",
                                home.resolve("policies.yml").toString()),
                        Map.entry("TOCSIN_ALLOWED_WEBHOOK_HOSTS", "127.0.0.1:" + receiver.port())),
                random);
    }

    /** Several receivers, since each gets twenty messages a second at most. */
    private void writeContactPoints(Path home) throws IOException {
        StringBuilder contactPoints = new StringBuilder("contact_points:\n");
        StringBuilder policies = new StringBuilder(
                "route:\n  receiver: receiver0\n  group_by: [alertname]\n  group_wait: 0s\n  group_interval: 1s\n  routes:\n");
        for (int i = 0; i < ScriptedRules.LANES; i++) {
            contactPoints.append(
                    "  - name: receiver" + i + "\n    type: webhook\n    settings: {url: \"http://127.0.0.1:"
                            + receiver.port() + "/" + i + "\"}\n");
            policies.append("    - receiver: receiver" + i + "\n      matchers: ['lane=\"" + i + "\"']\n");
        }
        Files.writeString(home.resolve("contact-points.yml"), contactPoints);
        Files.writeString(home.resolve("policies.yml"), policies);
    }

    /** What came of a run. */
    record Outcome(
            SlotJudge.Verdict slots,
            MessageJudge.Verdict messages,
            Faults faults,
            long skippedSlots,
            boolean isCaughtUp) {}

    /** How often something failed. */
    record Faults(int kills, int suspensions, long ofReceiver, long ofLoki, long cuts) {}

    /** @param between how long, on average, until the next replica is killed or suspended */
    Outcome run(int count, Duration disturbance, Duration between) throws Exception {
        replicas.start(count);
        fail(true);
        Instant end = Instant.now().plus(disturbance);
        while (Instant.now().isBefore(end)) {
            Replicas.pause(between.toMillis() / 2 + random.nextInt((int) between.toMillis()));
            replicas.wakeUp(Instant.now());
            replicas.disturbOne();
        }
        fail(false);
        replicas.settle();
        boolean isCaughtUp = ReplicaCrashRun.awaitCaughtUp(jdbc, SETTLE_LIMIT);
        Instant until = Instant.now();
        isCaughtUp &= awaitTold(until);
        replicas.stop();
        return new Outcome(
                new SlotJudge(jdbc, rules).judge(),
                new MessageJudge(jdbc, until).judge(receiver.told()),
                new Faults(replicas.kills(), replicas.suspensions(), receiver.faults(), loki.faults(), cuts.get()),
                ReplicaCrashRun.skipped(replicas),
                isCaughtUp);
    }

    private void fail(boolean yes) {
        isFailing = yes;
        receiver.failInThousand(yes ? FAULTS_IN_THOUSAND : 0);
        loki.failInThousand(yes ? FAULTS_IN_THOUSAND : 0);
    }

    private FaultyLink.Fault databaseFault() {
        ThreadLocalRandom chance = ThreadLocalRandom.current();
        int drawn = chance.nextInt(10_000);
        if (drawn < CUTS_IN_TEN_THOUSAND) {
            cuts.incrementAndGet();
            return new FaultyLink.Fault(
                    chance.nextBoolean() ? FaultyLink.Kind.CUT_BEFORE : FaultyLink.Kind.CUT_AFTER, 0);
        }
        return drawn < CUTS_IN_TEN_THOUSAND + DELAYS_IN_TEN_THOUSAND
                ? new FaultyLink.Fault(FaultyLink.Kind.DELAY, chance.nextInt(LONGEST_DELAY_MILLIS))
                : FaultyLink.Fault.NONE;
    }

    /**
     * The values go on changing, so the outbox is never empty; what happened by then is to be out of it. Each way is waited for
     * by itself, as nobody need be in time with what came later.
     */
    private boolean awaitTold(Instant until) throws InterruptedException {
        return awaitNone("alert_event where dispatched_at is null and event_at <= :then", until)
                // An alert is told within the interval of its group, and its end within some seconds more.
                && awaitNone(
                        "notification_group where next_flush_at <= :then",
                        Instant.now().plusSeconds(10))
                && awaitNone("delivery where ended_at is null and queued_at <= :then", Instant.now());
    }

    private boolean awaitNone(String rows, Instant then) throws InterruptedException {
        for (long i = 0; i < SETTLE_LIMIT.toMillis() / 500; i++) {
            long open = jdbc.sql("select count(*) from " + rows)
                    .param("then", then.atOffset(ZoneOffset.UTC))
                    .query(Long.class)
                    .single();
            if (open == 0) {
                return true;
            }
            Replicas.pause(500);
        }
        return false;
    }

    @Override
    public void close() throws Exception {
        replicas.close();
        link.close();
        loki.close();
        receiver.close();
    }
}
