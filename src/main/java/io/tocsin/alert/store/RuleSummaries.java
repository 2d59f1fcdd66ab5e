package io.tocsin.alert.store;

import io.tocsin.alert.InstanceState;
import io.tocsin.alert.RuleHealth;
import io.tocsin.database.SqlTimes;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How all rules are, in as few columns as a list needs: thousands of rules are two small answers. Blocks. */
@Repository
public class RuleSummaries {

    private final JdbcClient jdbc;

    RuleSummaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One rule at its last slot.
     *
     * @param error empty when nothing went wrong
     */
    public record Summary(RuleHealth health, String error, Instant slot, Duration duration) {}

    /** Those that were evaluated and exist. */
    public Map<RuleKey, Summary> findAll() {
        Map<RuleKey, Summary> summaries = new HashMap<>();
        jdbc.sql("select group_file, group_name, alert_name, rule_labels, health, error, slot, duration_ms"
                        + " from rule_status where removed_at is null")
                .query(row -> {
                    summaries.put(
                            RuleKeyColumns.read(row),
                            new Summary(
                                    RuleHealth.valueOf(row.getString("health")),
                                    row.getString("error"),
                                    SqlTimes.read(row, "slot"),
                                    Duration.ofMillis(row.getLong("duration_ms"))));
                });
        return summaries;
    }

    /** How many alerts of each rule are pending, firing or recovering; rules without one are missing. */
    public Map<RuleKey, Map<InstanceState, Integer>> countActive() {
        Map<RuleKey, Map<InstanceState, Integer>> counts = new HashMap<>();
        jdbc.sql("select group_file, group_name, alert_name, rule_labels, state, count(*) as alerts"
                        + " from alert_instance where state in ('PENDING', 'FIRING', 'RECOVERING')"
                        + " group by group_file, group_name, alert_name, rule_labels, state")
                .query(row -> {
                    counts.computeIfAbsent(RuleKeyColumns.read(row), key -> new EnumMap<>(InstanceState.class))
                            .put(InstanceState.valueOf(row.getString("state")), row.getInt("alerts"));
                });
        return counts;
    }
}
