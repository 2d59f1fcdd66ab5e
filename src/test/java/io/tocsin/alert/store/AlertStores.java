package io.tocsin.alert.store;

import io.tocsin.TestDatabase;
import io.tocsin.database.TestRows;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stores over a test database, for tests of other packages. */
public final class AlertStores {

    private AlertStores() {}

    public static AlertInstances instances(TestDatabase database) {
        return new JdbcAlertInstances(database.client(), database.template(), TestRows.unreadable());
    }

    public static AlertEventLog events(TestDatabase database) {
        return new JdbcAlertEventLog(database.client(), database.template(), event -> {});
    }

    public static AlertEventLog events(DataSource dataSource) {
        return new JdbcAlertEventLog(JdbcClient.create(dataSource), new JdbcTemplate(dataSource), event -> {});
    }

    public static GroupCursors cursors(TestDatabase database) {
        return new GroupCursors(database.client());
    }

    public static RuleRecords rules(TestDatabase database) {
        return new RuleRecords(database.client(), database.template(), TestRows.unreadable());
    }

    public static EvaluationHistory history(TestDatabase database) {
        return new EvaluationHistory(database.client(), database.template(), TestRows.unreadable());
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
