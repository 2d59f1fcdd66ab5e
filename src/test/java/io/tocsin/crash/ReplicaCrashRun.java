package io.tocsin.crash;

import io.tocsin.PostgresServer;
import io.tocsin.evaluation.LokiStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Kills and suspends replicas on one PostgreSQL at random while they evaluate many rules. */
final class ReplicaCrashRun implements AutoCloseable {

    private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(5);
    private static final Pattern SKIPPED =
            Pattern.compile("(?:skipped group=.* slots=|caught up group=.* skipped=)(\\d+)");

    private final Random random;
    private final ScriptedRules rules;
    private final LokiStandIn loki;
    private final Replicas replicas;
    private final JdbcClient jdbc;

    ReplicaCrashRun(Path home, long seed, ScriptedRules rules) throws IOException {
        String databaseUrl = PostgresServer.newDatabase();
        this.jdbc = JdbcClient.create(new DriverManagerDataSource(databaseUrl, "postgres", ""));
        this.random = new Random(seed);
        this.rules = rules;
        this.loki = new LokiStandIn(rules);
        this.replicas = new Replicas(
                home,
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
                        home.resolve("rules").toString()),
                random);
        rules.write(home.resolve("rules"));
    }

    /**
     * Disturbs three replicas for a while, lets them catch up, and ends them.
     *
     * @return what they have done, and how many slots they say that they have skipped
     */
    Outcome run(Duration disturbance) throws Exception {
        replicas.start(3);
        Instant end = Instant.now().plus(disturbance);
        while (Instant.now().isBefore(end)) {
            Replicas.pause(500 + random.nextInt(3_000));
            replicas.wakeUp(Instant.now());
            replicas.disturbOne();
        }
        replicas.settle();
        boolean isCaughtUp = awaitCaughtUp(jdbc, CATCH_UP_LIMIT);
        replicas.stop();
        return new Outcome(
                new SlotJudge(jdbc, rules).judge(),
                replicas.kills(),
                replicas.suspensions(),
                skipped(replicas),
                isCaughtUp);
    }

    /** What came of a run. */
    record Outcome(SlotJudge.Verdict verdict, int kills, int suspensions, long skippedSlots, boolean isCaughtUp) {}

    /** Waits until every group is done with all that was due when this began; nobody need be in time meanwhile. */
    static boolean awaitCaughtUp(JdbcClient jdbc, Duration limit) throws InterruptedException {
        OffsetDateTime begin = OffsetDateTime.now(ZoneOffset.UTC);
        for (long i = 0; i < limit.toMillis() / 200; i++) {
            long behind = jdbc.sql("select count(*) from group_cursor where slot < :begin")
                    .param("begin", begin)
                    .query(Long.class)
                    .single();
            if (behind == 0) {
                return true;
            }
            Replicas.pause(200);
        }
        return false;
    }

    /** The slots of groups that the processes say they have left out. */
    static long skipped(Replicas replicas) throws IOException {
        long skipped = 0;
        for (String log : replicas.logs()) {
            Matcher lines = SKIPPED.matcher(log);
            while (lines.find()) {
                skipped += Long.parseLong(lines.group(1));
            }
        }
        return skipped;
    }

    @Override
    public void close() throws Exception {
        replicas.close();
        loki.close();
    }
}
