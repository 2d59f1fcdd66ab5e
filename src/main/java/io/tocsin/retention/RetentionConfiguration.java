package io.tocsin.retention;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The job, and how long those tables keep their rows whose features have no settings for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionProperties.class)
class RetentionConfiguration {

    /** For an undo in the page; their secrets are not to lie about for longer. */
    private static final Duration DELETED_CONTACT_POINTS = Duration.ofDays(1);

    private static final Duration ENDED_SESSIONS = Duration.ofDays(30);

    /** Replicas during a rollout need the contents of minutes. */
    private static final Duration RULE_CONTENTS = Duration.ofDays(7);

    @Bean
    RetentionJob retentionJob(List<TableRetention> tables, JdbcClient jdbc, Clock clock, MeterRegistry meters) {
        RetentionJob job = new RetentionJob(tables, jdbc, clock);
        for (String table :
                new TreeSet<>(tables.stream().map(TableRetention::table).toList())) {
            FunctionCounter.builder(
                            "tocsin.retention.deleted",
                            job,
                            source -> source.deletedRows().getOrDefault(table, 0L))
                    .description("Rows that were older than their table keeps")
                    .tag("table", table)
                    .register(meters);
        }
        return job;
    }

    @Bean
    RepeatingTask retentionTask(RetentionJob job) {
        return new RepeatingTask("retention", RetentionJob.PERIOD, job::run);
    }

    @Bean
    TableRetention auditRetention(RetentionProperties properties) {
        return TableRetention.of("audit_entry", "id", "happened_at", properties.audit(), "tocsin.retention.audit");
    }

    /** So long it is known from where somebody has logged in before. */
    @Bean
    TableRetention loginSessionRetention() {
        return TableRetention.of("login_session", "id_hash", "expires_at", ENDED_SESSIONS, "");
    }

    @Bean
    TableRetention inboxRetention(RetentionProperties properties) {
        return TableRetention.of("inbox_message", "id", "received_at", properties.inbox(), "tocsin.retention.inbox");
    }

    @Bean
    TableRetention deletedContactPointRetention() {
        return TableRetention.of("deleted_contact_point", "name", "deleted_at", DELETED_CONTACT_POINTS, "");
    }

    /** Those that no replica has: the newest one must be known for as long as it is in force. */
    @Bean
    TableRetention ruleContentRetention() {
        return TableRetention.of("rule_content", "content_hash", "appeared_at", RULE_CONTENTS, "")
                .onlyIf("content_hash not in (select content_hash from rule_replica)");
    }
}
