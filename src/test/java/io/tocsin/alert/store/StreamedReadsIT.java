package io.tocsin.alert.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.TestDatabase;
import io.tocsin.database.TestRows;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.annotation.Transactional;

/** PostgreSQL's driver holds all rows of a query unless it is told otherwise, within a transaction. */
class StreamedReadsIT {

    private static final int ALERTS = 2_000;

    @Test
    void readsManyAlertsInPartsFromPostgres() {
        try (TestDatabase database = TestDatabase.postgres()) {
            fill(database);
            ActiveAlerts active = new ActiveAlerts(database.client(), TestRows.unreadable());
            List<String> hosts = new ArrayList<>();
            Set<Integer> openPortals = new HashSet<>();

            database.transactions()
                    .executeWithoutResult(status -> active.forEach(alert -> {
                        if (hosts.isEmpty()) {
                            openPortals.add(database.client()
                                    .sql("select count(*) from pg_cursors where name like 'C\\_%'")
                                    .query(Integer.class)
                                    .single());
                        }
                        hosts.add(alert.labels().get("host"));
                    }));

            assertThat(hosts).hasSize(ALERTS).doesNotHaveDuplicates();
            assertThat(openPortals).containsExactly(1);
        }
    }

    @Test
    void opensTheTransactionThatThisNeedsByItself() {
        List<Method> streamed = Arrays.stream(ActiveAlerts.class.getMethods())
                .filter(method -> method.getName().startsWith("forEach"))
                .toList();

        assertThat(streamed)
                .hasSize(2)
                .allSatisfy(method ->
                        assertThat(method.getAnnotation(Transactional.class)).isNotNull());
    }

    private static void fill(TestDatabase database) {
        database.template()
                .update("insert into alert_instance (labels, state, active_at, fired_at, observed_value,"
                        + " annotations, evaluated_at, group_file, group_name, alert_name, rule_labels, fingerprint)"
                        + " select '{\"host\":\"h' || n || '\"}', 'FIRING', now(), now(), 1, '{}', now(), 'a.yml', 'g', 'A', 1, n"
                        + " from generate_series(1, " + ALERTS + ") as n");
    }
}
