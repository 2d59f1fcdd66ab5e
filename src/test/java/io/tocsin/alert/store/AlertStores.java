package io.tocsin.alert.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.TestDatabase;
import io.tocsin.database.TestRows;
import io.tocsin.rule.RuleKey;
import io.tocsin.storage.TestDisks;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stores over a test database, for tests of other packages. */
public final class AlertStores {

    private AlertStores() {}

    public static AlertInstances instances(TestDatabase database) {
        return instances(database.dataSource());
    }

    public static AlertInstances instances(DataSource dataSource) {
        return new AlertInstances(JdbcClient.create(dataSource), new JdbcTemplate(dataSource), TestRows.unreadable());
    }

    public static AlertEventLog events(TestDatabase database) {
        return new JdbcAlertEventLog(database.client(), database.template(), event -> {});
    }

    public static AlertEventLog events(DataSource dataSource) {
        return new JdbcAlertEventLog(JdbcClient.create(dataSource), new JdbcTemplate(dataSource), event -> {});
    }

    public static GroupCursors cursors(TestDatabase database) {
        return new GroupCursors(database.client(), database.template());
    }

    public static RuleRecords rules(TestDatabase database) {
        return new RuleRecords(database.client(), database.template(), TestRows.unreadable(), chunks(database));
    }

    public static EvaluationHistory history(TestDatabase database) {
        return history(database, () -> Long.MAX_VALUE, new SimpleMeterRegistry());
    }

    /** On a disk with as much room as the test says. */
    public static EvaluationHistory history(TestDatabase database, LongSupplier freeBytes, MeterRegistry registry) {
        return new EvaluationHistory(
                database.client(),
                database.template(),
                TestRows.unreadable(),
                chunks(database),
                TestDisks.with(freeBytes),
                registry);
    }

    private static OpenChunks chunks(TestDatabase database) {
        return new OpenChunks(database.client(), TestRows.unreadable());
    }

    /** A chunk of one rule's evaluations, one after the other. */
    public static EvaluationChunk chunk(RuleKey rule, List<EvaluationRecord> evaluations) {
        EvaluationChunk chunk = EvaluationChunk.EMPTY;
        for (EvaluationRecord evaluation : evaluations) {
            chunk = chunk.with(Map.of(rule, evaluation));
        }
        return chunk;
    }

    public static DataSourceOutages outages(TestDatabase database) {
        return new DataSourceOutages(database.client());
    }

    public static ServiceGaps gaps(TestDatabase database) {
        return new ServiceGaps(database.client());
    }

    public static MissedSlots missedSlots(TestDatabase database) {
        return new MissedSlots(database.client());
    }

    public static RuleReplicas replicas(TestDatabase database) {
        return new RuleReplicas(database.client());
    }
}
