package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.PostgresServer;
import io.tocsin.TocsinProcess;
import io.tocsin.evaluation.LokiStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two replicas that are exchanged one after the other while they evaluate, as an upgrade does it: nothing is missed or done twice. */
@Tag("soak")
class RolloutIT {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(5);
    private static final List<String> THIS_BUILD = List.of();

    @TempDir
    private Path home;

    /** What the first exchanged replica is told besides; those after it know nothing of it. */
    private Map<String, String> laterMigrations = Map.of();

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void exchangesTwoReplicasUnderLoad() throws Exception {
        rollOut(THIS_BUILD, THIS_BUILD, 3);
    }

    /** {@code -Dold.jar}: the jar of an earlier version; both evaluate side by side, then the older one is exchanged. */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    @EnabledIfSystemProperty(named = "old.jar", matches = ".+")
    void anEarlierVersionWorksBesideThisOne() throws Exception {
        rollOut(List.of("-jar", System.getProperty("old.jar")), THIS_BUILD, 1);
    }

    /**
     * A later minor version has one more migration, which only adds. The replicas before it go on beside it and start again on its
     * tables; then it is taken back.
     */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void aLaterVersionMigratesTheDatabaseWhileThisOneWorks() throws Exception {
        Path later = Files.createDirectories(home.resolve("later"));
        Files.writeString(later.resolve("V2__later.sql"), """
                alter table alert_instance add column later varchar(20) default 'x' not null;
                alter table delivery add column later varchar(20);
                create table later (id bigint primary key);
                """);
        laterMigrations = Map.of(
                "SPRING_FLYWAY_LOCATIONS", "classpath:db/migration,classpath:db/vendor/{vendor},filesystem:" + later);
        rollOut(THIS_BUILD, THIS_BUILD, 2);
    }

    private void rollOut(List<String> before, List<String> after, int rounds) throws Exception {
        String url = PostgresServer.newDatabase();
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
        ScriptedRules rules = new ScriptedRules(20, 10, INTERVAL);
        rules.write(home.resolve("rules"));
        List<TocsinProcess> replicas = new ArrayList<>();
        try (LokiStandIn loki = new LokiStandIn(rules)) {
            Map<String, String> environment = Map.of(
                    "TOCSIN_DB_URL",
                    url,
                    "TOCSIN_DB_USER",
                    "postgres",
                    "TOCSIN_LOKI_URL",
                    loki.url(),
                    "TOCSIN_QUERY_OFFSET",
                    "0s",
                    "TOCSIN_RULES_DIR",
                    home.resolve("rules").toString());
            for (int i = 0; i < 2; i++) {
                replicas.add(start(i, environment, before));
            }
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < 2; i++) {
                    Replicas.pause(10_000);
                    replicas.get(i).close();
                    replicas.set(
                            i,
                            start(i, i == 0 && round == 0 ? with(environment, laterMigrations) : environment, after));
                }
            }
            Replicas.pause(10_000);
            assertThat(jdbc.sql("select count(*) from flyway_schema_history where version = '2' and success")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(laterMigrations.isEmpty() ? 0 : 1);
            assertThat(ReplicaCrashRun.awaitCaughtUp(jdbc, CATCH_UP_LIMIT)).isTrue();
        } finally {
            for (TocsinProcess replica : replicas) {
                replica.close();
            }
        }
        SlotJudge.Verdict verdict = new SlotJudge(jdbc, rules).judge();
        System.out.printf(
                "rollout: %d rules, %d slots of rules, %d late, %d failed, %d missing, %d events%n",
                verdict.rules(),
                verdict.slots(),
                verdict.late(),
                verdict.failed(),
                verdict.missing(),
                verdict.events());
        assertThat(verdict.wrong()).isEmpty();
        assertThat(verdict.missing()).isZero();
        assertThat(verdict.events()).isPositive();
    }

    private static Map<String, String> with(Map<String, String> environment, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return all;
    }

    private TocsinProcess start(int number, Map<String, String> environment, List<String> program) throws Exception {
        Path folder = Files.createDirectories(home.resolve("replica" + number));
        return program.isEmpty()
                ? TocsinProcess.start(folder, TocsinProcess.freePort(), environment)
                : TocsinProcess.start(folder, TocsinProcess.freePort(), environment, program);
    }
}
