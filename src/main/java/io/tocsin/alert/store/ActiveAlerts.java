package io.tocsin.alert.store;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.database.Decoded;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    /** The same for who needs whole rows of nearly all: by the index of states each would be looked up for itself. */
    private static final String NOT_OVER = " from alert_instance where state <> 'RESOLVED'";

    private static final String ORDER =
            " order by case when state = 'PENDING' then 1 else 0 end, active_at desc, alert_name, fingerprint";

    private static final int ROWS_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final UnreadableRows unreadable;
    private final StoredReadings readings;

    ActiveAlerts(JdbcClient jdbc, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.unreadable = unreadable;
        this.readings = new StoredReadings(jdbc, unreadable);
    }

    /** Names one instance. */
    public record ActiveAlertKey(RuleKey rule, Fingerprint fingerprint) {

        public static ActiveAlertKey of(AlertInstance instance) {
            return new ActiveAlertKey(instance.rule(), instance.fingerprint());
        }
    }

    /**
     * An alert in short.
     *
     * @param fingerprint that of the labels
     * @param texts its texts as one, to be searched; empty when nobody wants to
     */
    public record ActiveEntry(
            RuleKey rule,
            Fingerprint fingerprint,
            Labels labels,
            InstanceState state,
            Instant activeAt,
            @Nullable Instant firedAt,
            double value,
            String texts) {

        public ActiveAlertKey key() {
            return new ActiveAlertKey(rule, fingerprint);
        }
    }

    /** How many instances each rule has, by state; rules without any are missing. */
    public Map<RuleKey, Map<InstanceState, Integer>> countByRule() {
        Map<RuleKey, Map<InstanceState, Integer>> counts = new HashMap<>();
        jdbc.sql("select group_file, group_name, alert_name, rule_labels, state, count(*) as number" + NOT_OVER
                        + " group by group_file, group_name, alert_name, rule_labels, state")
                .query(row -> {
                    counts.computeIfAbsent(RuleKeyColumns.read(row), unseen -> new EnumMap<>(InstanceState.class))
                            .put(InstanceState.valueOf(row.getString("state")), row.getInt("number"));
                });
        return counts;
    }

    /** How many series each rule has beyond the limit of its group; rules without any are missing. */
    public Map<RuleKey, Long> countFolded() {
        List<AlertInstance> folded = readings.newest(jdbc.sql(AlertInstances.SELECT + " where state <> 'RESOLVED'"
                        + " and labels like '%\"" + AlertInstance.FOLDED_LABEL + "\"%'")
                .query(AlertInstances.readable(unreadable)));
        Map<RuleKey, Long> counts = new LinkedHashMap<>();
        folded.stream()
                .sorted(Comparator.comparingDouble(AlertInstance::value).reversed())
                .forEach(instance -> counts.put(instance.rule(), Math.round(instance.value())));
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

    /** Whether there are more than so many, of whatever state; reads no more of them. */
    public boolean hasMoreThan(int number) {
        return jdbc.sql("select count(*) from (select state" + ACTIVE + " limit :most) as first_ones")
                        .param("most", number + 1)
                        .query(Long.class)
                        .single()
                > number;
    }

    /**
     * How many alerts began to fire in each of some hours, by the hour's begin; hours without any are missing. Each hour is a
     * range of an index: to compute the hour of each event costs more than all the rest of a page.
     */
    public SortedMap<Instant, Integer> countFiredByHour(Instant first, int hours) {
        String sql = IntStream.range(0, hours)
                .mapToObj(
                        hour -> "select " + hour + " as place, count(*) as number from alert_event where kind = 'FIRED'"
                                + " and event_at >= :hour" + hour + " and event_at < :hour" + (hour + 1))
                .collect(Collectors.joining(" union all "));
        JdbcClient.StatementSpec counting = jdbc.sql(sql);
        for (int hour = 0; hour <= hours; hour++) {
            counting = counting.param("hour" + hour, SqlTimes.of(first.plus(Duration.ofHours(hour))));
        }
        SortedMap<Instant, Integer> counts = new TreeMap<>();
        counting.query(row -> {
            if (row.getInt("number") > 0) {
                counts.put(first.plus(Duration.ofHours(row.getInt("place"))), row.getInt("number"));
            }
        });
        return counts;
    }

    /**
     * Hands over all of them, without their texts and in no order: who needs one sorts what it keeps. PostgreSQL's driver
     * sends rows in parts only within a transaction; without one it would hold them all.
     */
    @Transactional(readOnly = true)
    public void forEach(Consumer<ActiveEntry> consumer) {
        scan("'' as annotations", consumer);
    }

    /** The same with their texts. */
    @Transactional(readOnly = true)
    public void forEachWithTexts(Consumer<ActiveEntry> consumer) {
        scan("annotations", consumer);
    }

    private void scan(String texts, Consumer<ActiveEntry> consumer) {
        NewestReadings newest = new NewestReadings();
        jdbc.sql(
                        "select group_file, group_name, alert_name, rule_labels, fingerprint, labels, state, active_at, fired_at,"
                                + " observed_value, " + texts + NOT_OVER)
                .withFetchSize(ROWS_AT_ONCE)
                .query(row -> {
                    ActiveEntry entry = entry(row, newest.all());
                    if (entry != null) {
                        consumer.accept(entry);
                    }
                });
    }

    /** A page of all of them in the same order, whole. */
    public List<AlertInstance> find(int offset, int limit) {
        return readings.newest(jdbc.sql(AlertInstances.SELECT + WHERE_ACTIVE + ORDER + " limit :limit offset :offset")
                .param("limit", limit)
                .param("offset", offset)
                .query(AlertInstances.readable(unreadable)));
    }

    /** These of them, whole and in the same order; those that are not active any more are missing. */
    public List<AlertInstance> findAll(Collection<ActiveAlertKey> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        Set<ActiveAlertKey> wanted = new HashSet<>(keys);
        Map<ActiveAlertKey, AlertInstance> found = new HashMap<>();
        List<AlertInstance> rows = jdbc.sql(
                        AlertInstances.SELECT + WHERE_ACTIVE + " and fingerprint in (:fingerprints)")
                .param(
                        "fingerprints",
                        wanted.stream()
                                .map(key -> key.fingerprint().value())
                                .distinct()
                                .toList())
                .query(AlertInstances.readable(unreadable));
        readings.newest(rows).forEach(instance -> found.put(ActiveAlertKey.of(instance), instance));
        List<AlertInstance> ordered = new ArrayList<>();
        for (ActiveAlertKey key : keys) {
            AlertInstance instance = found.get(key);
            if (instance != null && wanted.contains(key)) {
                ordered.add(instance);
            }
        }
        return List.copyOf(ordered);
    }

    /** Those of all groups, read with the first row: then none is older than a row. */
    private final class NewestReadings {

        private @Nullable Map<GroupKey, InstanceReadings> byGroup;

        private Map<GroupKey, InstanceReadings> all() {
            if (byGroup == null) {
                byGroup = readings.all();
            }
            return byGroup;
        }
    }

    /** Null when it cannot be read. */
    private @Nullable ActiveEntry entry(ResultSet row, Map<GroupKey, InstanceReadings> newest) throws SQLException {
        try {
            RuleKey rule = RuleKeyColumns.read(row);
            long fingerprint = row.getLong("fingerprint");
            InstanceReadings beside = newest.getOrDefault(rule.group(), InstanceReadings.EMPTY);
            String texts = row.getString("annotations");
            SortedMap<String, String> newer = texts.isEmpty() ? null : beside.texts(rule, fingerprint);
            return new ActiveEntry(
                    rule,
                    new Fingerprint(fingerprint),
                    JsonColumns.labels(row.getString("labels")),
                    InstanceState.valueOf(row.getString("state")),
                    SqlTimes.read(row, "active_at"),
                    SqlTimes.readNullable(row, "fired_at"),
                    beside.value(rule, fingerprint, row.getDouble("observed_value")),
                    newer == null ? texts : JsonColumns.write(newer));
        } catch (RuntimeException | StackOverflowError e) {
            unreadable.met(
                    "alert_instance", RuleKeyColumns.read(row) + " " + row.getString("active_at"), Decoded.problem(e));
            return null;
        }
    }
}
