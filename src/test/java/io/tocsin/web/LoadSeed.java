package io.tocsin.web;

import io.tocsin.RunningTocsin;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.alert.store.EvaluationChunk;
import io.tocsin.alert.store.EvaluationHistory;
import io.tocsin.alert.store.EvaluationRecord;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.alert.store.TransitionRecord;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.message.MessageStatus;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.RuleGroup;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.silence.SilenceDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills a Tocsin with as much as a large installation has: 2,000 rules, 20,000 alerts, 100,000 deliveries. */
final class LoadSeed {

    static final int FILES = 50;
    static final int RULES_PER_FILE = 40;
    static final int ALERTS = 20_000;

    private static final int EVALUATIONS_PER_RULE = 40;
    private static final int SILENCES = 300;
    private static final int INBOX_MESSAGES = 2_000;
    private static final int DELIVERIES = 100_000;
    private static final int AT_ONCE = 1_000;

    /** The copies of one delivery: every 500th was refused, some are parked, some are tried again in a year. */
    private static final String DELIVERY_COPIES = """
            insert into delivery (idempotency_key, contact_point, group_hash, state, reason, message_status, headline,
              message, queued_at, due_at, attempts, ended_at, failure_reason, failure_detail)
            select 'copy-' || n, contact_point, group_hash, copy_state, reason, message_status, headline, message, copied_at,
              case when copy_state in ('PARKED', 'RETRYING') then copied_at + interval '1' year else copied_at end, 1,
              case when copy_state in ('PARKED', 'RETRYING') then null else copied_at end,
              case when copy_state = 'DELIVERED' then null else 'TIMEOUT' end,
              case when copy_state = 'DELIVERED' then null else 'no answer within 10s' end
            from (select n, cast(? as timestamp with time zone) - (100000 - n) * interval '5' second as copied_at,
                case when mod(n, 500) = 0 then 'REJECTED' when mod(n, 501) = 0 then 'PARKED'
                  when mod(n, 5000) = 1 then 'RETRYING' else 'DELIVERED' end as copy_state
              from generate_series(?, ?) as numbers (n)) as copies, delivery where delivery.id = ?""";

    private final RunningTocsin tocsin;
    private final JdbcTemplate jdbc;
    private final Instant now = Instant.now();

    LoadSeed(RunningTocsin tocsin) {
        this.tocsin = tocsin;
        this.jdbc = tocsin.bean(JdbcTemplate.class);
    }

    /** Rules that are asked once in twelve hours, so that nothing they hold changes while pages are measured. */
    static void writeRules(Path home) throws IOException {
        Path folder = Files.createDirectories(home.resolve("rules"));
        // Pages are measured, not messages: a few groups with many alerts are told of soon.
        Files.writeString(home.resolve("policies.yml"), "route: {receiver: inbox, group_by: [job]}\n");
        for (int file = 0; file < FILES; file++) {
            StringBuilder text =
                    new StringBuilder("groups:\n  - name: service-" + file + "\n    interval: 12h\n    rules:\n");
            for (int rule = 0; rule < RULES_PER_FILE; rule++) {
                text.append("      - alert: Errors_")
                        .append(file)
                        .append('_')
                        .append(rule)
                        .append('\n');
                text.append("        expr: sum by (host) (count_over_time({job=\"service-")
                        .append(file);
                text.append("\", host=~\"web.*\"} |= \"ERROR ").append(rule).append("\" [5m])) > 3\n");
                text.append("        labels: {severity: critical, team: team-")
                        .append(file % 7)
                        .append("}\n");
                text.append("        annotations: {summary: \"service ")
                        .append(file)
                        .append(" reports errors\"}\n");
            }
            Files.writeString(folder.resolve("service-" + file + ".yml"), text);
        }
    }

    void fill() {
        timed("rules", this::seedRules);
        timed("alerts", this::seedAlerts);
        timed("deliveries", this::seedDeliveries);
        timed("silences", this::seedSilences);
    }

    private static void timed(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.printf("seeded %s in %d s%n", what, (System.nanoTime() - start) / 1_000_000_000);
    }

    private void seedRules() {
        awaitQuiet();
        RuleRecords records = tocsin.bean(RuleRecords.class);
        EvaluationHistory history = tocsin.bean(EvaluationHistory.class);
        for (RuleGroup group : tocsin.bean(RuleCatalog.class).snapshot().groups()) {
            List<RuleRecord> last = new ArrayList<>();
            List<Map<RuleKey, EvaluationRecord>> slots = new ArrayList<>();
            Map<RuleKey, List<TransitionRecord>> transitions = new HashMap<>();
            for (AlertRule rule : group.rules()) {
                boolean isFailing = Math.floorMod(rule.name().hashCode(), 50) == 0;
                last.add(new RuleRecord(
                        reference(rule),
                        new EvaluationResult(
                                now,
                                isFailing ? RuleHealth.ERROR : RuleHealth.OK,
                                isFailing ? "TIMEOUT" : "",
                                isFailing ? "the data source did not answer within 30s" : "",
                                Duration.ofMillis(12),
                                3),
                        Map.of(),
                        null));
                transitions.put(
                        rule.key(),
                        List.of(new TransitionRecord(
                                labels(rule, 0), now.minusSeconds(600), "INACTIVE", "FIRING", "", 4, false)));
            }
            for (int slot = EVALUATIONS_PER_RULE - 1; slot >= 0; slot--) {
                EvaluationRecord evaluation = new EvaluationRecord(
                        new EvaluationResult(
                                now.minusSeconds(60L * slot), RuleHealth.OK, "", "", Duration.ofMillis(9), 3),
                        1,
                        4.0,
                        8192,
                        false);
                slots.add(group.rules().stream().collect(Collectors.toMap(AlertRule::key, rule -> evaluation)));
            }
            tocsin.bean(TransactionTemplate.class).executeWithoutResult(status -> {
                records.save(last);
                EvaluationHistory.Evaluations evaluations = history.append(EvaluationChunk.EMPTY, slots);
                history.save(group.key(), evaluations.closed());
                history.save(group.key(), List.of(evaluations.open()));
                history.appendTransitions(transitions);
            });
        }
    }

    /** Whatever a start evaluates is over soon; afterwards nothing is evaluated for up to twelve hours. */
    private void awaitQuiet() {
        Instant deadline = now.plusSeconds(60);
        Long groups = 0L;
        while (groups < FILES && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(500_000_000);
            groups = jdbc.queryForObject("select count(*) from group_cursor", Long.class);
        }
    }

    private void seedAlerts() {
        List<AlertRule> rules = tocsin.bean(RuleCatalog.class).snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .toList();
        List<AlertInstance> instances = new ArrayList<>();
        List<AlertEvent> events = new ArrayList<>();
        for (int i = 0; i < ALERTS; i++) {
            AlertRule rule = rules.get(i % rules.size());
            Labels labels = labels(rule, i / rules.size());
            Instant at = now.minusSeconds(30L + i);
            boolean isPending = i % 10 == 0;
            AlertInstance instance = new AlertInstance(
                    rule.key(),
                    labels,
                    isPending ? InstanceState.PENDING : InstanceState.FIRING,
                    isPending ? InstanceTimes.pending(at, now) : InstanceTimes.firing(at, at, now),
                    i % 97,
                    texts(labels));
            instances.add(instance);
            if (!isPending) {
                AlertId id = new AlertId(rule.key(), labels.fingerprint(), at);
                events.add(new AlertEvent.Fired(
                        new Alert(id, labels, texts(labels), at, at, i % 97, reference(rule)), false));
            }
        }
        tocsin.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            tocsin.bean(AlertInstances.class).save(instances);
            tocsin.bean(AlertEventLog.class).append(events);
        });
    }

    private static TreeMap<String, String> texts(Labels labels) {
        String description = "More than three errors in five minutes on " + labels.get("host")
                + ". Look at the deployment of the last hour first, then at the connection pool of the database. "
                + "The service restarts by itself when its health check fails three times in a row.";
        return new TreeMap<>(Map.of("summary", "errors on " + labels.get("host"), "description", description));
    }

    private static Labels labels(AlertRule rule, int host) {
        return Labels.of(Map.of(
                "alertname",
                rule.name(),
                "host",
                "web-" + host + "." + rule.key().group().group() + ".example",
                "job",
                rule.key().group().group(),
                "severity",
                "critical",
                "region",
                "region-" + host));
    }

    private static RuleReference reference(AlertRule rule) {
        return new RuleReference(
                rule.key(), rule.expression(), "> 3", "default", Duration.ZERO, EvidenceSettings.DEFAULT, List.of());
    }

    private void seedDeliveries() {
        var inbox = tocsin.bean(ContactPoints.class)
                .find(new ContactPointName("inbox"))
                .orElseThrow();
        tocsin.bean(TransactionTemplate.class)
                .executeWithoutResult(status -> tocsin.bean(DeliveryOutbox.class)
                        .enqueue(
                                new NewDelivery("seed", ContactPointTester.sample(inbox, now, MessageStatus.FIRING)),
                                now));
        Long first = jdbc.queryForObject("select id from delivery where idempotency_key = 'seed'", Long.class);
        // In parts, because no statement may take half a minute.
        for (int from = 0; from < DELIVERIES; from += AT_ONCE) {
            jdbc.update(DELIVERY_COPIES, now.atOffset(ZoneOffset.UTC), from, from + AT_ONCE - 1, first);
        }
        Long last = jdbc.queryForObject("select max(id) from delivery", Long.class);
        for (long id = first; id <= last; id += AT_ONCE) {
            jdbc.update(
                    "insert into delivery_attempt (delivery_id, number, started_at, ended_at, outcome, reason, detail)"
                            + " select id, 1, queued_at, queued_at, 'delivered', null, '' from delivery"
                            + " where id between ? and ?",
                    id,
                    id + AT_ONCE - 1);
        }
        List<Object[]> messages = new ArrayList<>();
        for (int i = 0; i < INBOX_MESSAGES; i++) {
            messages.add(new Object[] {now.minusSeconds(INBOX_MESSAGES - i).atOffset(ZoneOffset.UTC)});
        }
        jdbc.batchUpdate(
                "insert into inbox_message (contact_point, message_status, headline, slack_payload, discord_payload,"
                        + " received_at) values ('inbox', 'FIRING', 'Errors', '{\"text\":\"Errors on web-1\"}',"
                        + " '{\"content\":\"Errors on web-1\"}', ?)",
                messages);
    }

    private void seedSilences() {
        Silencing silencing = tocsin.bean(Silencing.class);
        // What was seeded before may have taken minutes.
        Instant begin = Instant.now();
        for (int i = 0; i < SILENCES; i++) {
            silencing.create(new SilenceDraft(
                    List.of(LabelMatcher.equal("job", "service-" + i), LabelMatcher.equal("severity", "critical")),
                    i % 3 == 0 ? begin.plusSeconds(3_600) : begin,
                    begin.plusSeconds(i % 3 == 1 ? 600 : 7_200),
                    "ann",
                    "maintenance " + i,
                    ""));
        }
    }
}
