package io.tocsin.alert.store;

import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.RuleHealth;
import io.tocsin.alert.RuleRecord;
import io.tocsin.alert.RuleRecord.KnownPeriod;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.database.UnreadableRows;
import io.tocsin.label.Labels;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import io.tocsin.text.Shortened;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * How every rule is, for all replicas. A rule's row is written when it becomes another; when it was evaluated last, and how
 * long that took, is in the row of its group's cursor. All methods block and join the caller's transaction.
 */
@Repository
public class RuleRecords {

    private static final int MAX_TEXT = 2000;
    private static final String UPDATE = """
            update rule_status set health = ?, error_reason = ?, error = ?, slot = ?, duration_ms = ?, series = ?,
                data_source = ?, rule_reference = ?, known_series = ?, known_query = ?, known_after = ?, known_until = ?,
                removed_at = null
            where group_file = ? and group_name = ? and alert_name = ? and rule_labels = ?""";
    private static final String INSERT = """
            insert into rule_status (health, error_reason, error, slot, duration_ms, series, data_source,
                rule_reference, known_series, known_query, known_after, known_until, group_file, group_name, alert_name, rule_labels)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** A group's newest slot is that of its rules; a slot that waits for its data source is tried before the group gets there. */
    private static final String GROUP_SLOT = ", (select slot from group_cursor where group_key ="
            + " rule_status.group_file || ':' || rule_status.group_name) as group_slot from rule_status";

    private static final UnreadableRows.RowName NAME = UnreadableRows.columns("group_file", "group_name", "alert_name");

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final UnreadableRows unreadable;
    private final OpenChunks chunks;

    RuleRecords(JdbcClient jdbc, JdbcTemplate batches, UnreadableRows unreadable, OpenChunks chunks) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.unreadable = unreadable;
        this.chunks = chunks;
    }

    /** A series and when it was last seen, as stored. */
    record KnownSeries(SortedMap<String, String> labels, long seenAt) {}

    /** Rules that exist; those that were removed are left out. */
    public List<RuleRecord> findAll() {
        return jdbc.sql("select *" + GROUP_SLOT + " where removed_at is null"
                        + " order by group_file, group_name, alert_name, rule_labels")
                .query(readable(chunks.all()));
    }

    /**
     * Removed rules included, because their instances may still have to end.
     *
     * @param open the evaluations beside the group's cursor
     */
    public Map<RuleKey, RuleRecord> findByGroup(GroupKey group, EvaluationChunk open) {
        Map<RuleKey, RuleRecord> records = new HashMap<>();
        jdbc.sql("select *" + GROUP_SLOT + " where group_file = ? and group_name = ?")
                .params(group.file(), group.group())
                .query(readable(Map.of(group, open)))
                .forEach(status -> records.put(status.key(), status));
        return records;
    }

    /** Which of the rules that are known of a group were removed. */
    public Set<RuleKey> findRemoved(GroupKey group) {
        return Set.copyOf(jdbc.sql("select group_file, group_name, alert_name, rule_labels from rule_status"
                        + " where group_file = ? and group_name = ? and removed_at is not null")
                .params(group.file(), group.group())
                .query((row, number) -> RuleKeyColumns.read(row))
                .list());
    }

    /** How many rules that exist could not be evaluated at their last slot because of this data source. */
    public int countFailing(String dataSource, Collection<String> errorReasons) {
        return jdbc.sql("select count(*) from rule_status where removed_at is null and data_source = :source"
                        + " and health = 'ERROR' and error_reason in (:reasons)")
                .param("source", dataSource)
                .param("reasons", errorReasons)
                .query(Integer.class)
                .single();
    }

    /** How a rule fared at its last slot, without what only the evaluation needs. */
    public record Summary(RuleKey key, RuleHealth health, String error, Instant slot, Duration duration) {}

    /** Rules that exist; those that were removed are left out. */
    public List<Summary> summaries() {
        Map<GroupKey, EvaluationChunk> open = chunks.all();
        return select("").query((row, number) -> readSummary(row, open)).list();
    }

    /** Rules that exist and could not be evaluated at their last slot; how long that took is that of their first failure. */
    public List<Summary> findFailing() {
        return select(" and health = 'ERROR'")
                .query((row, number) -> readSummary(row, Map.of()))
                .list();
    }

    /** How one rule fared; empty before its first evaluation. */
    public Optional<Summary> summary(RuleKey rule) {
        return select(" and " + RuleKeyColumns.CONDITION)
                .params(List.of(RuleKeyColumns.values(rule)))
                .query((row, number) -> readSummary(row, Map.of(rule.group(), chunks.open(rule.group()))))
                .optional();
    }

    private JdbcClient.StatementSpec select(String condition) {
        return jdbc.sql("select group_file, group_name, alert_name, rule_labels, health, error_reason, error, slot,"
                + " duration_ms, series, removed_at" + GROUP_SLOT + " where removed_at is null" + condition
                + " order by group_file, group_name, alert_name, rule_labels");
    }

    private static Summary readSummary(ResultSet row, Map<GroupKey, EvaluationChunk> open) throws SQLException {
        RuleKey key = RuleKeyColumns.read(row);
        EvaluationResult newest = newest(row, key, open);
        return new Summary(key, newest.health(), newest.error(), newest.slot(), newest.duration());
    }

    /** A text that is another one after each change of any rule's health. */
    public String changeMark() {
        return String.join(
                ",",
                jdbc.sql("select health, count(*) as number from rule_status where removed_at is null"
                                + " group by health order by health")
                        .query((row, number) -> row.getString("health") + row.getLong("number"))
                        .list());
    }

    public void save(Collection<RuleRecord> statuses) {
        if (statuses.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> values =
                statuses.stream().map(RuleRecords::values).toList();
        int[] updated = batches.batchUpdate(UPDATE, values);
        List<@Nullable Object[]> missing = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(values.get(i));
            }
        }
        if (!missing.isEmpty()) {
            batches.batchUpdate(INSERT, missing);
        }
    }

    public void markRemoved(Collection<RuleKey> rules, Instant at) {
        if (!rules.isEmpty()) {
            batches.batchUpdate(
                    "update rule_status set removed_at = ? where " + RuleKeyColumns.CONDITION
                            + " and removed_at is null",
                    rules.stream()
                            .map(rule -> new Object[] {
                                SqlTimes.of(at),
                                rule.group().file(),
                                rule.group().group(),
                                rule.alert(),
                                rule.labels().value()
                            })
                            .toList());
        }
    }

    private static @Nullable Object[] values(RuleRecord status) {
        RuleKey key = status.key();
        KnownPeriod period = status.knownPeriod();
        EvaluationResult newest = status.newest();
        return new @Nullable Object[] {
            newest.health().name(),
            newest.errorReason(),
            limited(newest.error()),
            SqlTimes.of(newest.slot()),
            newest.duration().toMillis(),
            newest.series(),
            status.reference().dataSource(),
            JsonColumns.write(ReferenceDocument.of(status.reference())),
            JsonColumns.write(known(status.knownSeries())),
            period == null ? null : period.query(),
            period == null ? null : SqlTimes.of(period.after()),
            period == null ? null : SqlTimes.of(period.until()),
            key.group().file(),
            key.group().group(),
            key.alert(),
            key.labels().value()
        };
    }

    static String limited(String text) {
        return Shortened.of(text, MAX_TEXT);
    }

    private static List<KnownSeries> known(Map<Labels, Instant> series) {
        return series.entrySet().stream()
                .map(entry ->
                        new KnownSeries(entry.getKey().asMap(), entry.getValue().toEpochMilli()))
                .toList();
    }

    /** A rule of which nothing can be read is as a new one; its next evaluation writes the row anew. */
    private ResultSetExtractor<List<RuleRecord>> readable(Map<GroupKey, EvaluationChunk> open) {
        return unreadable.leftOutOf("rule_status", NAME, (row, number) -> read(row, open));
    }

    private static RuleRecord read(ResultSet row, Map<GroupKey, EvaluationChunk> open) throws SQLException {
        RuleKey key = RuleKeyColumns.read(row);
        Map<Labels, Instant> known = new HashMap<>();
        for (KnownSeries series : JsonColumns.read(row.getString("known_series"), KnownSeries[].class)) {
            known.put(Labels.of(series.labels()), Instant.ofEpochMilli(series.seenAt()));
        }
        return new RuleRecord(
                JsonColumns.read(row.getString("rule_reference"), ReferenceDocument.class)
                        .toReference(key),
                newest(row, key, open),
                known,
                period(row));
    }

    /** What is in the row was so at each slot since; what is not worth a write is beside the group's cursor. */
    private static EvaluationResult newest(ResultSet row, RuleKey key, Map<GroupKey, EvaluationChunk> open)
            throws SQLException {
        Instant written = SqlTimes.read(row, "slot");
        Instant groupSlot = SqlTimes.readNullable(row, "group_slot");
        boolean isEvaluated = SqlTimes.readNullable(row, "removed_at") == null;
        Instant newest = isEvaluated && groupSlot != null && groupSlot.isAfter(written) ? groupSlot : written;
        EvaluationRecord evaluation =
                open.getOrDefault(key.group(), EvaluationChunk.EMPTY).newestOf(key);
        EvaluationResult newer =
                evaluation == null || evaluation.result().slot().isBefore(written) ? null : evaluation.result();
        return new EvaluationResult(
                newest,
                StoredEnums.read(row.getString("health"), RuleHealth.UNKNOWN),
                row.getString("error_reason"),
                row.getString("error"),
                newer == null ? Duration.ofMillis(row.getLong("duration_ms")) : newer.duration(),
                newer == null ? row.getInt("series") : newer.series());
    }

    private static @Nullable KnownPeriod period(ResultSet row) throws SQLException {
        String query = row.getString("known_query");
        return query == null
                ? null
                : new KnownPeriod(query, SqlTimes.read(row, "known_after"), SqlTimes.read(row, "known_until"));
    }
}
