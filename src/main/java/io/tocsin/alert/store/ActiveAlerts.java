package io.tocsin.alert.store;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.database.Decoded;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.rule.RuleKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The active alerts as pages ask for them: counted, passed by one by one, or a few of them whole. Nothing here holds all
 * of them at once. All methods block.
 */
@Repository
public class ActiveAlerts {

    private static final String WHERE_ACTIVE = " where state in ('PENDING', 'FIRING', 'RECOVERING')";
    private static final String ACTIVE = " from alert_instance" + WHERE_ACTIVE;
    private static final String ORDER =
            " order by case when state = 'PENDING' then 1 else 0 end, active_at desc, alert_name, fingerprint";

    private static final int ROWS_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final UnreadableRows unreadable;

    ActiveAlerts(JdbcClient jdbc, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.unreadable = unreadable;
    }

    /** Names one instance. */
    public record ActiveAlertKey(RuleKey rule, Fingerprint fingerprint) {}

    /**
     * An alert in short.
     *
     * @param texts its texts as one, to be searched
     */
    public record ActiveEntry(
            RuleKey rule,
            Labels labels,
            InstanceState state,
            Instant activeAt,
            @Nullable Instant firedAt,
            double value,
            String texts) {

        public ActiveAlertKey key() {
            return new ActiveAlertKey(rule, labels.fingerprint());
        }
    }

    /**
     * What fires of one alert name.
     *
     * @param highestValue the highest value among them
     */
    public record NameCount(String name, int firing, double highestValue) {}

    /** How many instances each rule has, by state; rules without any are missing. */
    public Map<RuleKey, Map<InstanceState, Integer>> countByRule() {
        Map<RuleKey, Map<InstanceState, Integer>> counts = new HashMap<>();
        jdbc.sql("select group_file, group_name, alert_name, rule_labels, state, count(*) as number" + ACTIVE
                        + " group by group_file, group_name, alert_name, rule_labels, state")
                .query(row -> {
                    counts.computeIfAbsent(RuleKeyColumns.read(row), unseen -> new EnumMap<>(InstanceState.class))
                            .put(InstanceState.valueOf(row.getString("state")), row.getInt("number"));
                });
        return counts;
    }

    /** How many series each rule has beyond the limit of its group; rules without any are missing. */
    public Map<RuleKey, Long> countFolded() {
        Map<RuleKey, Long> counts = new LinkedHashMap<>();
        jdbc.sql("select group_file, group_name, alert_name, rule_labels, observed_value" + ACTIVE
                        + " and labels like '%\"" + AlertInstance.FOLDED_LABEL + "\"%' order by observed_value desc")
                .query(row -> {
                    counts.put(RuleKeyColumns.read(row), Math.round(row.getDouble("observed_value")));
                });
        return counts;
    }

    /** States without any are missing. */
    public Map<InstanceState, Integer> countByState() {
        Map<InstanceState, Integer> counts = new EnumMap<>(InstanceState.class);
        jdbc.sql("select state, count(*) as number" + ACTIVE + " group by state")
                .query(row -> {
                    counts.put(InstanceState.valueOf(row.getString("state")), row.getInt("number"));
                });
        return counts;
    }

    /** What fires, recovers included, by alert name. */
    public List<NameCount> countFiringByName() {
        return jdbc.sql("select alert_name, count(*) as number, max(observed_value) as highest from alert_instance"
                        + " where state in ('FIRING', 'RECOVERING') group by alert_name")
                .query((row, number) ->
                        new NameCount(row.getString("alert_name"), row.getInt("number"), row.getDouble("highest")))
                .list();
    }

    /** How many alerts began to fire in each hour, by the hour's begin; hours without any are missing. */
    public SortedMap<Instant, Integer> countFiredByHour(Instant since) {
        SortedMap<Instant, Integer> counts = new TreeMap<>();
        jdbc.sql(
                        "select floor(extract(epoch from event_at) / 3600) as since_1970, count(*) as number from alert_event"
                                + " where kind = 'FIRED' and event_at >= :since group by floor(extract(epoch from event_at) / 3600)")
                .param("since", SqlTimes.of(since))
                .query(row -> {
                    counts.put(Instant.EPOCH.plus(Duration.ofHours(row.getLong("since_1970"))), row.getInt("number"));
                });
        return counts;
    }

    /**
     * Hands over all of them, what fires first and of it the newest. PostgreSQL's driver sends rows in parts only within a
     * transaction; without one it would hold them all.
     */
    @Transactional(readOnly = true)
    public void forEach(Consumer<ActiveEntry> consumer) {
        jdbc.sql("select group_file, group_name, alert_name, rule_labels, labels, state, active_at, fired_at,"
                        + " observed_value, annotations" + ACTIVE + ORDER)
                .withFetchSize(ROWS_AT_ONCE)
                .query(row -> {
                    ActiveEntry entry = entry(row);
                    if (entry != null) {
                        consumer.accept(entry);
                    }
                });
    }

    /** A page of all of them in the same order, whole. */
    public List<AlertInstance> find(int offset, int limit) {
        return jdbc.sql(AlertInstances.SELECT + WHERE_ACTIVE + ORDER + " limit :limit offset :offset")
                .param("limit", limit)
                .param("offset", offset)
                .query(AlertInstances.readable(unreadable));
    }

    /** The newest that fire, whole. */
    public List<AlertInstance> findFiring(int limit) {
        return jdbc.sql(AlertInstances.SELECT + " where state in ('FIRING', 'RECOVERING')"
                        + " order by fired_at desc, alert_name, fingerprint limit :limit")
                .param("limit", limit)
                .query(AlertInstances.readable(unreadable));
    }

    /** These of them, whole and in the same order; those that are not active any more are missing. */
    public List<AlertInstance> findAll(Collection<ActiveAlertKey> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        Set<ActiveAlertKey> wanted = new HashSet<>(keys);
        Map<ActiveAlertKey, AlertInstance> found = new HashMap<>();
        jdbc.sql(AlertInstances.SELECT + WHERE_ACTIVE + " and fingerprint in (:fingerprints)")
                .param(
                        "fingerprints",
                        wanted.stream()
                                .map(key -> key.fingerprint().value())
                                .distinct()
                                .toList())
                .query(AlertInstances.readable(unreadable))
                .forEach(instance -> found.put(new ActiveAlertKey(instance.rule(), instance.fingerprint()), instance));
        List<AlertInstance> ordered = new ArrayList<>();
        for (ActiveAlertKey key : keys) {
            AlertInstance instance = found.get(key);
            if (instance != null && wanted.contains(key)) {
                ordered.add(instance);
            }
        }
        return List.copyOf(ordered);
    }

    /** Firing alerts by one label's value: their number, and the highest of their values. */
    @Transactional(readOnly = true)
    public Map<String, NameCount> countFiringByLabel(String label) {
        Map<String, NameCount> counts = new TreeMap<>();
        jdbc.sql("select labels, observed_value from alert_instance where state in ('FIRING', 'RECOVERING')")
                .withFetchSize(ROWS_AT_ONCE)
                .query(row -> {
                    String stored = row.getString("labels");
                    String name = Decoded.of(() -> JsonColumns.texts(stored).getOrDefault(label, ""), problem -> "")
                            .value();
                    double value = row.getDouble("observed_value");
                    counts.merge(
                            name,
                            new NameCount(name, 1, value),
                            (one, other) -> new NameCount(
                                    name, one.firing() + 1, Math.max(one.highestValue(), other.highestValue())));
                });
        return counts;
    }

    /** Null when it cannot be read. */
    private @Nullable ActiveEntry entry(ResultSet row) throws SQLException {
        try {
            return new ActiveEntry(
                    RuleKeyColumns.read(row),
                    JsonColumns.labels(row.getString("labels")),
                    InstanceState.valueOf(row.getString("state")),
                    SqlTimes.read(row, "active_at"),
                    SqlTimes.readNullable(row, "fired_at"),
                    row.getDouble("observed_value"),
                    row.getString("annotations"));
        } catch (RuntimeException | StackOverflowError e) {
            unreadable.met(
                    "alert_instance", RuleKeyColumns.read(row) + " " + row.getString("active_at"), Decoded.problem(e));
            return null;
        }
    }
}
