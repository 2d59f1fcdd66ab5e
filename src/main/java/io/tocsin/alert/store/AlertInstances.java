package io.tocsin.alert.store;

import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.label.Fingerprint;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The current instances of all rules, in a table; the newest values of those that stay as they are lie beside the cursors of
 * their groups, and are a part of what is found here. All methods block and join the caller's transaction.
 */
@Repository
public class AlertInstances {

    /** One that was observed at its group's newest slot says no time of its own. */
    static final String SELECT = "select *, coalesce(evaluated_at, (select slot from group_cursor where group_key ="
            + " alert_instance.group_file || ':' || alert_instance.group_name), active_at) as seen_at"
            + " from alert_instance";

    private static final int IDS_PER_QUERY = 500;
    private static final String UPDATE = """
            update alert_instance set labels = ?, state = ?, active_at = ?, fired_at = ?, keep_firing_since = ?,
                resolved_at = ?, observed_value = ?, annotations = ?, evaluated_at = ?
            where group_file = ? and group_name = ? and alert_name = ? and rule_labels = ? and fingerprint = ?""";
    private static final String INSERT = """
            insert into alert_instance (labels, state, active_at, fired_at, keep_firing_since, resolved_at,
                observed_value, annotations, evaluated_at, group_file, group_name, alert_name, rule_labels, fingerprint)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String DELETE =
            "delete from alert_instance where " + RuleKeyColumns.CONDITION + " and fingerprint = ?";

    static final UnreadableRows.RowName NAME =
            UnreadableRows.columns("group_file", "group_name", "alert_name", "fingerprint");

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final UnreadableRows unreadable;
    private final StoredReadings readings;

    AlertInstances(JdbcClient jdbc, JdbcTemplate batches, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.unreadable = unreadable;
        this.readings = new StoredReadings(jdbc, unreadable);
    }

    public List<AlertInstance> findByGroup(GroupKey group) {
        return newest(ofGroup(group));
    }

    /** The instances of a group, and the readings that made them what they are. */
    public record InstancesRead(List<AlertInstance> newest, InstanceReadings readings) {}

    /** The same as {@link #findByGroup}, for who goes on with the readings. */
    public InstancesRead readGroup(GroupKey group) {
        List<AlertInstance> rows = ofGroup(group).query(readable(unreadable));
        InstanceReadings beside = readings.of(group);
        return new InstancesRead(rows.stream().map(beside::newest).toList(), beside);
    }

    private JdbcClient.StatementSpec ofGroup(GroupKey group) {
        return jdbc.sql(SELECT + " where group_file = ? and group_name = ?"
                        + " order by alert_name, rule_labels, active_at, fingerprint")
                .params(group.file(), group.group());
    }

    private List<AlertInstance> newest(JdbcClient.StatementSpec rows) {
        return readings.newest(rows.query(readable(unreadable)));
    }

    /** Those of a group that have one of these fingerprints. */
    public List<AlertInstance> findByGroup(GroupKey group, Collection<Fingerprint> fingerprints) {
        List<Long> ids =
                fingerprints.stream().map(Fingerprint::value).distinct().toList();
        List<AlertInstance> found = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
            found.addAll(newest(jdbc.sql(SELECT + " where group_file = :file and group_name = :group"
                            + " and fingerprint in (:fingerprints)")
                    .param("file", group.file())
                    .param("group", group.group())
                    .param("fingerprints", ids.subList(from, Math.min(from + IDS_PER_QUERY, ids.size())))));
        }
        return found;
    }

    /** All instances that are pending, firing or recovering, newest first. */
    public List<AlertInstance> findActive() {
        return newest(jdbc.sql(SELECT + " where state in ('PENDING', 'FIRING', 'RECOVERING')"
                + " order by active_at desc, alert_name, fingerprint"));
    }

    /** The newest state of episodes that still fire; an episode that has ended is missing from the answer. */
    public Map<AlertId, AlertInstance> findFiring(Collection<AlertId> ids) {
        Set<AlertId> wanted = new HashSet<>(ids);
        List<Long> fingerprints =
                wanted.stream().map(id -> id.fingerprint().value()).distinct().toList();
        Map<AlertId, AlertInstance> found = new HashMap<>();
        for (int from = 0; from < fingerprints.size(); from += IDS_PER_QUERY) {
            List<Long> some = fingerprints.subList(from, Math.min(from + IDS_PER_QUERY, fingerprints.size()));
            newest(jdbc.sql(SELECT + " where state in ('FIRING', 'RECOVERING') and fingerprint in (:fingerprints)")
                            .param("fingerprints", some))
                    .forEach(instance -> {
                        AlertId id = episode(instance);
                        if (id != null && wanted.contains(id)) {
                            found.put(id, instance);
                        }
                    });
        }
        return found;
    }

    private static @Nullable AlertId episode(AlertInstance instance) {
        return instance.firedAt() == null
                ? null
                : new AlertId(instance.rule(), instance.fingerprint(), instance.firedAt());
    }

    /** Inserts or replaces by rule and fingerprint. */
    public void save(List<AlertInstance> instances) {
        saveAll(instances.stream()
                .map(instance -> values(instance, instance.evaluatedAt()))
                .toList());
    }

    /**
     * Inserts or replaces instances of a group whose newest slot this is. Those that {@link #isSeenAt it has seen} are not
     * written again as long as each further slot sees them and changes nothing else of them.
     */
    public void save(List<AlertInstance> instances, Instant newestSlot) {
        saveAll(instances.stream()
                .map(instance -> values(instance, isSeenAt(instance, newestSlot) ? null : instance.evaluatedAt()))
                .toList());
    }

    /** Whether the time at which the instance was last observed is the newest slot of its group, and moves with it. */
    public static boolean isSeenAt(AlertInstance instance, Instant newestSlot) {
        return instance.state() != InstanceState.RESOLVED
                && instance.evaluatedAt().equals(newestSlot);
    }

    private void saveAll(List<@Nullable Object[]> instances) {
        if (instances.isEmpty()) {
            return;
        }
        int[] updated = batches.batchUpdate(UPDATE, instances);
        List<@Nullable Object[]> missing = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(instances.get(i));
            }
        }
        if (!missing.isEmpty()) {
            batches.batchUpdate(INSERT, missing);
        }
    }

    public void delete(List<AlertInstance> instances) {
        if (!instances.isEmpty()) {
            batches.batchUpdate(
                    DELETE,
                    instances.stream()
                            .map(i -> RuleKeyColumns.values(
                                    i.rule(), i.fingerprint().value()))
                            .toList());
        }
    }

    private static @Nullable Object[] values(AlertInstance instance, @Nullable Instant evaluatedAt) {
        RuleKey rule = instance.rule();
        return new @Nullable Object[] {
            JsonColumns.labels(instance.labels()),
            instance.state().name(),
            SqlTimes.of(instance.activeAt()),
            SqlTimes.ofNullable(instance.firedAt()),
            SqlTimes.ofNullable(instance.keepFiringSince()),
            SqlTimes.ofNullable(instance.resolvedAt()),
            instance.value(),
            JsonColumns.write(instance.annotations()),
            SqlTimes.ofNullable(evaluatedAt),
            rule.group().file(),
            rule.group().group(),
            rule.alert(),
            rule.labels().value(),
            instance.fingerprint().value()
        };
    }

    /** An instance that cannot be read is as one that never was; while its condition holds it begins anew. */
    static ResultSetExtractor<List<AlertInstance>> readable(UnreadableRows unreadable) {
        return unreadable.leftOutOf("alert_instance", NAME, AlertInstances::read);
    }

    private static AlertInstance read(ResultSet row, int number) throws SQLException {
        return new AlertInstance(
                RuleKeyColumns.read(row),
                JsonColumns.labels(row.getString("labels")),
                InstanceState.valueOf(row.getString("state")),
                new InstanceTimes(
                        SqlTimes.read(row, "active_at"),
                        SqlTimes.readNullable(row, "fired_at"),
                        SqlTimes.readNullable(row, "keep_firing_since"),
                        SqlTimes.readNullable(row, "resolved_at"),
                        SqlTimes.read(row, "seen_at")),
                row.getDouble("observed_value"),
                JsonColumns.texts(row.getString("annotations")));
    }
}
