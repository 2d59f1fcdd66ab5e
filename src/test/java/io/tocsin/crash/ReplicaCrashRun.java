package io.tocsin.crash;

import io.tocsin.PostgresServer;
import io.tocsin.TocsinProcess;
import io.tocsin.evaluation.LokiStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Kills and suspends replicas on one PostgreSQL at random while they evaluate many rules. */
final class ReplicaCrashRun implements AutoCloseable {

    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(90);
    private static final Pattern SKIPPED =
            Pattern.compile("(?:skipped group=.* slots=|caught up group=.* skipped=)(\\d+)");

    private final Path home;
    private final Random random;
    private final ScriptedRules rules;
    private final LokiStandIn loki;
    private final String databaseUrl = PostgresServer.newDatabase();
    private final JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(databaseUrl, "postgres", ""));
    private final List<Replica> replicas = new ArrayList<>();
    private int kills;
    private int suspensions;

    /** One of the processes; a killed one is followed by another in the same place. */
    private static final class Replica {

        private final Path home;
        private CompletableFuture<TocsinProcess> process;
        private Instant suspendedUntil = Instant.MIN;

        private Replica(Path home, CompletableFuture<TocsinProcess> process) {
            this.home = home;
            this.process = process;
        }

        private boolean isUp() {
            return process.isDone() && suspendedUntil.equals(Instant.MIN);
        }
    }

    ReplicaCrashRun(Path home, long seed, ScriptedRules rules) throws IOException {
        this.home = home;
        this.random = new Random(seed);
        this.rules = rules;
        this.loki = new LokiStandIn(rules);
        rules.write(home.resolve("rules"));
    }

    /**
     * Disturbs three replicas for a while, lets them catch up, and ends them.
     *
     * @return what they have done, and how many slots they say that they have skipped
     */
    Outcome run(Duration disturbance) throws Exception {
        replicas.add(replica(0));
        replicas.get(0).process.get(120, TimeUnit.SECONDS);
        replicas.add(replica(1));
        replicas.add(replica(2));
        for (Replica replica : replicas) {
            replica.process.get(120, TimeUnit.SECONDS);
        }
        Instant end = Instant.now().plus(disturbance);
        while (Instant.now().isBefore(end)) {
            pause(500 + random.nextInt(3_000));
            wakeUp(Instant.now());
            disturb(replicas.get(random.nextInt(replicas.size())));
        }
        wakeUp(Instant.MAX);
        for (Replica replica : replicas) {
            replica.process.get(120, TimeUnit.SECONDS);
        }
        boolean isCaughtUp = awaitCaughtUp();
        for (Replica replica : replicas) {
            replica.process.get().close();
        }
        return new Outcome(new SlotJudge(jdbc, rules).judge(), kills, suspensions, skipped(), isCaughtUp);
    }

    /** What came of a run. */
    record Outcome(SlotJudge.Verdict verdict, int kills, int suspensions, long skippedSlots, boolean isCaughtUp) {}

    private Replica replica(int number) throws IOException {
        Path folder = Files.createDirectories(home.resolve("replica" + number));
        return new Replica(folder, start(folder));
    }

    private CompletableFuture<TocsinProcess> start(Path folder) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return TocsinProcess.start(
                        folder,
                        TocsinProcess.freePort(),
                        Map.of(
                                "TOCSIN_DB_URL",
                                databaseUrl,
                                "TOCSIN_DB_USER",
                                "postgres",
                                "TOCSIN_LOKI_URL",
                                loki.url(),
                                "TOCSIN_QUERY_OFFSET",
                                "0s",
                                "TOCSIN_RULES_DIR",
                                home.resolve("rules").toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private void disturb(Replica replica) throws Exception {
        if (!replica.isUp()) {
            return;
        }
        TocsinProcess process = replica.process.get();
        if (random.nextBoolean()) {
            process.kill();
            replica.process = start(replica.home);
            kills++;
        } else {
            process.suspend();
            replica.suspendedUntil = Instant.now().plusMillis(1_000 + random.nextInt(14_000));
            suspensions++;
        }
    }

    private void wakeUp(Instant now) throws Exception {
        for (Replica replica : replicas) {
            if (replica.suspendedUntil.isAfter(Instant.MIN) && replica.suspendedUntil.isBefore(now)) {
                replica.process.get().resume();
                replica.suspendedUntil = Instant.MIN;
            }
        }
    }

    private boolean awaitCaughtUp() throws InterruptedException {
        for (long i = 0; i < CATCH_UP_LIMIT.toMillis() / 200; i++) {
            long behind = jdbc.sql("select count(*) from group_cursor where slot < now() - interval '5 seconds'")
                    .query(Long.class)
                    .single();
            if (behind == 0) {
                return true;
            }
            pause(200);
        }
        return false;
    }

    private long skipped() throws IOException {
        long skipped = 0;
        for (Replica replica : replicas) {
            Matcher lines = SKIPPED.matcher(Files.readString(replica.home.resolve("process.log")));
            while (lines.find()) {
                skipped += Long.parseLong(lines.group(1));
            }
        }
        return skipped;
    }

    private static void pause(long millis) throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() throws Exception {
        wakeUp(Instant.MAX);
        for (Replica replica : replicas) {
            if (!replica.process.isCompletedExceptionally()) {
                replica.process.get(120, TimeUnit.SECONDS).kill();
            }
        }
        loki.close();
    }
}
