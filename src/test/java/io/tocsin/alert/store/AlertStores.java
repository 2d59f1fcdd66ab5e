package io.tocsin.alert.store;

import io.tocsin.TestDatabase;

/** The stores over a test database, for tests of other packages. */
public final class AlertStores {

    private AlertStores() {}

    public static AlertInstances instances(TestDatabase database) {
        return new JdbcAlertInstances(database.client(), database.template());
    }

    public static AlertEventLog events(TestDatabase database) {
        return new JdbcAlertEventLog(database.client(), database.template());
    }

    public static GroupCursors cursors(TestDatabase database) {
        return new GroupCursors(database.client());
    }

    public static RuleRecords rules(TestDatabase database) {
        return new RuleRecords(database.client(), database.template());
    }

    public static EvaluationHistory history(TestDatabase database) {
        return new EvaluationHistory(database.client(), database.template());
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
