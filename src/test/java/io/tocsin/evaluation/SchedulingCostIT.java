package io.tocsin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.tocsin.PostgresServer;
import io.tocsin.RunningTocsin;
import io.tocsin.alert.store.StoredEvaluations;
import io.tocsin.task.TaskWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What it costs PostgreSQL to know which group is due when, counted by the server. */
class SchedulingCostIT {

    /** More than there are threads. */
    private static final int GROUPS = 30;

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    private Path home;

    @Test
    void groupsThatAreDueTogetherAreClaimedWithOneStatement() throws Exception {
        String url = PostgresServer.newDatabase();
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
        writeRules();
        try (LokiStandIn loki = new LokiStandIn((query, at) -> 7);
                RunningTocsin tocsin = RunningTocsin.start(
                        home,
                        Map.of("tocsin.loki-url", loki.url(), "tocsin.db.url", url, "tocsin.db.user", "postgres"))) {
            await().atMost(LIMIT).until(() -> new StoredEvaluations(jdbc).count() > 2 * GROUPS);
            count(jdbc);

            // A slow machine frees its threads one by one, so that not every claim is of many.
            await().atMost(LIMIT).until(() -> mostGroups(jdbc) > 1);
        }
    }

    /** Or a replica without rules, or beside others that are quicker, would be taken for one that does not work. */
    @Test
    void whoLooksAndFindsNothingDueIsSeenToWork() throws Exception {
        try (RunningTocsin tocsin = RunningTocsin.start(
                home, Map.of("tocsin.db.url", PostgresServer.newDatabase(), "tocsin.db.user", "postgres"))) {
            JdbcClient jdbc = tocsin.bean(JdbcClient.class);
            await().atMost(LIMIT)
                    .until(() ->
                            tocsin.bean(Scheduler.class).getSchedulerState().isStarted());
            // Nobody makes them again before the next start. One of them may be running now.
            jdbc.sql("delete from scheduled_tasks").update();
            long before = looks(tocsin);

            await().atMost(LIMIT).until(() -> looks(tocsin) > before + 10);

            assertThat(jdbc.sql("select count(*) from scheduled_tasks")
                            .query(Long.class)
                            .single())
                    .as("what could be due")
                    .isZero();
        }
    }

    private static long looks(RunningTocsin tocsin) {
        return tocsin.bean(TaskWatch.class).tasks().stream()
                .filter(task -> task.name().equals("scheduler"))
                .mapToLong(task -> task.tally().successes())
                .sum();
    }

    /** Each statement that claims groups leaves a row that says how many. */
    private static void count(JdbcClient jdbc) {
        jdbc.sql("create table counted (number bigint not null)").update();
        jdbc.sql("""
                create function count_statement() returns trigger language plpgsql as $$
                begin
                    insert into counted select count(*) from changed join before
                        on changed.task_name = before.task_name and changed.task_instance = before.task_instance
                        where changed.picked and not before.picked having count(*) > 0;
                    return null;
                end $$""").update();
        jdbc.sql("create trigger count_statements after update on scheduled_tasks referencing old table as before"
                        + " new table as changed for each statement execute function count_statement()")
                .update();
    }

    /** Of those that a statement claimed. */
    private static long mostGroups(JdbcClient jdbc) {
        return jdbc.sql("select coalesce(max(number), 0) from counted")
                .query(Long.class)
                .single();
    }

    private void writeRules() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n");
        for (int group = 0; group < GROUPS; group++) {
            rules.append("""
                      - name: g%d
                        interval: 2s
                        share_slot: true
                        rules:
                          - alert: alert%d
                            expr: sum by (host) (count_over_time({job="job%d"}[2s]))
                            condition: "> 0"
                    """.formatted(group, group, group));
        }
        Files.writeString(Files.createDirectories(home.resolve("rules")).resolve("rules.yml"), rules);
    }
}
