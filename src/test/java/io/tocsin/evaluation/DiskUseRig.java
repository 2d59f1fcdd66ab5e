package io.tocsin.evaluation;

import static io.tocsin.evaluation.FakeQuerier.sample;
import static io.tocsin.evaluation.FakeQuerier.success;
import static io.tocsin.evaluation.TestRules.above;
import static io.tocsin.evaluation.TestRules.group;
import static io.tocsin.evaluation.TestRules.rule;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.store.AlertStores;
import io.tocsin.alert.store.RuleReplicas;
import io.tocsin.datasource.QueryResult;
import io.tocsin.label.Sample;
import io.tocsin.retention.RetentionJob;
import io.tocsin.retention.TableRetention;
import io.tocsin.rule.RuleGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An installation whose clock is moved by the test: rules at one minute in groups of ten with two alerts each that fire all
 * the time, one rule in fifty that comes and goes, and the statements of the scheduler and of the replicas' election.
 */
final class DiskUseRig {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    static final Duration STEP = Duration.ofSeconds(3);
    private static final int RULES_PER_GROUP = 10;

    private final SettableClock clock;
    private final EvaluationHarness replica;
    private final RuleReplicas replicas;
    private final JdbcClient jdbc;
    private final List<RuleGroup> groups = new ArrayList<>();
    private final Map<RuleGroup, Instant> next = new HashMap<>();

    /** The clock goes on where the last rig over the database left it. */
    DiskUseRig(TestDatabase database, int rules, SettableClock clock) {
        this.clock = clock;
        FakeQuerier querier = new FakeQuerier();
        querier.answer(DiskUseRig::answer);
        replica = new EvaluationHarness(database, querier, clock);
        replicas = AlertStores.replicas(database);
        jdbc = database.client();
        for (int number = 0; number < rules / RULES_PER_GROUP; number++) {
            groups.add(groupOf(number));
        }
        replica.use(groups.toArray(RuleGroup[]::new));
        groups.forEach(this::schedule);
    }

    static SettableClock newClock() {
        return new SettableClock(START);
    }

    private static RuleGroup groupOf(int number) {
        TestRules.Rule[] rules = new TestRules.Rule[RULES_PER_GROUP];
        for (int i = 0; i < RULES_PER_GROUP; i++) {
            rules[i] = rule("errors_" + number + "_" + i)
                    .condition(above(0))
                    .label("severity", "critical")
                    .label("team", "data")
                    .annotation("summary", "{{value}} errors on {{labels.host}}")
                    .annotation("description", "The service wrote {{value}} error lines within a minute.");
        }
        return group("group-" + number).rules(rules).build();
    }

    private static QueryResult<List<Sample>> answer(String expression, Instant at) {
        boolean isUnsteady = Math.floorMod(expression.hashCode(), 50) == 0;
        boolean isQuiet = isUnsteady && (at.getEpochSecond() / 600) % 2 == 0;
        return isQuiet ? success(List.of()) : success(List.of(sample(7, "host", "web-1"), sample(9, "host", "web-2")));
    }

    private void schedule(RuleGroup group) {
        int updated = jdbc.sql("update scheduled_tasks set picked = false where task_name = 'evaluate-group'"
                        + " and task_instance = ?")
                .param(group.key().toString())
                .update();
        if (updated == 0) {
            jdbc.sql("insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                            + " values ('evaluate-group', ?, ?, false, 1)")
                    .params(group.key().toString(), clock.instant().atOffset(java.time.ZoneOffset.UTC))
                    .update();
        }
    }

    /** Lets a minute go by. Returns how long the longest single step took, in nanoseconds. */
    long minute(Runnable afterEachStep) {
        long longest = 0;
        Instant end = clock.instant().plus(Duration.ofMinutes(1));
        while (clock.instant().isBefore(end)) {
            clock.set(clock.instant().plus(STEP));
            Instant now = clock.instant();
            replicas.report("replica", "content", now, now.minusSeconds(15));
            for (RuleGroup group : groups) {
                if (!now.isBefore(next.getOrDefault(group, Instant.MIN))) {
                    long start = System.nanoTime();
                    pick(group);
                    Instant due = replica.runner.run(group);
                    reschedule(group, due);
                    next.put(group, due);
                    longest = Math.max(longest, System.nanoTime() - start);
                }
            }
            replica.querier.questions.clear();
            afterEachStep.run();
        }
        replica.takeEvents();
        return longest;
    }

    /** As the retention job does. */
    void prune(Duration maxAge, long maxRows) {
        RetentionJob job = new RetentionJob(
                List.of(
                        TableRetention.of("evaluation_chunk", "id", "last_slot", maxAge, "")
                                .atMost(maxRows / 25),
                        TableRetention.of("instance_transition", "id", "slot", maxAge, "")
                                .atMost(maxRows),
                        TableRetention.of("alert_event", "id", "event_at", maxAge, "")
                                .onlyIf("dispatched_at is not null")),
                jdbc,
                clock);
        Duration pause = job.run();
        while (pause.compareTo(RetentionJob.PERIOD) < 0) {
            pause = job.run();
        }
    }

    private void pick(RuleGroup group) {
        jdbc.sql("update scheduled_tasks set picked = true, picked_by = 'replica', last_heartbeat = ?,"
                        + " version = version + 1 where picked = false and task_name = 'evaluate-group'"
                        + " and task_instance = ?")
                .params(
                        clock.instant().atOffset(java.time.ZoneOffset.UTC),
                        group.key().toString())
                .update();
    }

    private void reschedule(RuleGroup group, Instant due) {
        jdbc.sql("update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
                        + " last_success = ?, execution_time = ?, consecutive_failures = 0, version = version + 1"
                        + " where task_name = 'evaluate-group' and task_instance = ?")
                .params(
                        clock.instant().atOffset(java.time.ZoneOffset.UTC),
                        due.atOffset(java.time.ZoneOffset.UTC),
                        group.key().toString())
                .update();
    }
}
