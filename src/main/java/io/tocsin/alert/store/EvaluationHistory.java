package io.tocsin.alert.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.rule.RuleKey;
import io.tocsin.storage.DiskSpace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Every evaluation and every change of state, for a bounded time. All methods block and join the transaction. While the disk
 * of the database is full evaluations are left out: nothing is decided by them, and the room is needed for what is.
 */
@Repository
public class EvaluationHistory {

    private static final String RULE_ID = "(select id from rule_status where " + RuleKeyColumns.CONDITION + ")";

    private static final Logger log = LoggerFactory.getLogger(EvaluationHistory.class);

    private static final UnreadableRows.RowName ID = UnreadableRows.columns("id");

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final UnreadableRows unreadable;
    private final DiskSpace disk;
    private final Counter leftOut;

    EvaluationHistory(
            JdbcClient jdbc, JdbcTemplate batches, UnreadableRows unreadable, DiskSpace disk, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.unreadable = unreadable;
        this.disk = disk;
        this.leftOut = Counter.builder("tocsin.history.left.out")
                .description("Evaluations that history lacks, because the disk was full")
                .register(registry);
    }

    /** The rules must have a {@link RuleRecord} already. */
    public void appendEvaluations(Map<RuleKey, List<EvaluationRecord>> evaluations) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        evaluations.forEach((rule, records) -> records.forEach(e -> rows.add(RuleKeyColumns.values(
                rule,
                SqlTimes.of(e.result().slot()),
                e.result().health().name(),
                e.result().errorReason(),
                RuleRecords.limited(e.result().error()),
                e.result().duration().toMillis(),
                e.result().series(),
                e.active(),
                e.highestValue(),
                e.bytesRead(),
                e.isLate()))));
        if (!rows.isEmpty() && disk.isKeptForStates()) {
            leftOut.increment(rows.size());
            log.warn("evaluations are left out of the history, because the disk is full evaluations={}", rows.size());
        } else if (!rows.isEmpty()) {
            batches.batchUpdate(
                    "insert into rule_evaluation (rule_id, slot, health, error_reason, error, duration_ms, series,"
                            + " active, highest_value, bytes_read, late) values (" + RULE_ID
                            + ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows);
        }
    }

    /** The rules must have a {@link RuleRecord} already. */
    public void appendTransitions(Map<RuleKey, List<TransitionRecord>> transitions) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        transitions.forEach((rule, records) -> records.forEach(t -> rows.add(RuleKeyColumns.values(
                rule,
                t.labels().fingerprint().value(),
                JsonColumns.labels(t.labels()),
                SqlTimes.of(t.slot()),
                t.from(),
                t.to(),
                t.reason(),
                t.value(),
                t.isLate()))));
        if (!rows.isEmpty()) {
            batches.batchUpdate(
                    "insert into instance_transition (rule_id, fingerprint, labels, slot, from_state, to_state,"
                            + " reason, observed_value, late) values (" + RULE_ID + ", ?, ?, ?, ?, ?, ?, ?, ?)",
                    rows);
        }
    }

    /** Newest first. */
    public List<EvaluationRecord> findEvaluations(RuleKey rule, int limit) {
        return jdbc.sql("select * from rule_evaluation where rule_id = " + RULE_ID
                        + " order by slot desc, id desc limit ?")
                .params(List.of(RuleKeyColumns.values(rule, limit)))
                .query(EvaluationHistory::readEvaluation)
                .list();
    }

    /** Newest first. */
    public List<TransitionRecord> findTransitions(RuleKey rule, int limit) {
        return jdbc.sql("select * from instance_transition where rule_id = " + RULE_ID
                        + " order by slot desc, id desc limit ?")
                .params(List.of(RuleKeyColumns.values(rule, limit)))
                .query(unreadable.leftOutOf("instance_transition", ID, EvaluationHistory::readTransition));
    }

    /** Newest first, none after the given time. */
    public List<EvaluationRecord> findEvaluationsUntil(RuleKey rule, Instant until, int limit) {
        return jdbc.sql("select * from rule_evaluation where rule_id = " + RULE_ID
                        + " and slot <= ? order by slot desc, id desc limit ?")
                .params(List.of(RuleKeyColumns.values(rule, SqlTimes.of(until), limit)))
                .query(EvaluationHistory::readEvaluation)
                .list();
    }

    /** Newest first, none after the given time. */
    public List<TransitionRecord> findTransitionsUntil(RuleKey rule, Instant until, int limit) {
        return jdbc.sql("select * from instance_transition where rule_id = " + RULE_ID
                        + " and slot <= ? order by slot desc, id desc limit ?")
                .params(List.of(RuleKeyColumns.values(rule, SqlTimes.of(until), limit)))
                .query(unreadable.leftOutOf("instance_transition", ID, EvaluationHistory::readTransition));
    }

    /** A text that is another one after each change of a state of any alert. */
    public String changeMark() {
        return jdbc.sql("select (select max(id) from instance_transition) as transition,"
                        + " (select max(id) from alert_event) as event")
                .query((row, number) -> row.getLong("transition") + "." + row.getLong("event"))
                .single();
    }

    private static EvaluationRecord readEvaluation(ResultSet row, int number) throws SQLException {
        return new EvaluationRecord(
                RuleRecords.readResult(row),
                row.getInt("active"),
                row.getObject("highest_value", Double.class),
                row.getLong("bytes_read"),
                row.getBoolean("late"));
    }

    private static TransitionRecord readTransition(ResultSet row, int number) throws SQLException {
        return new TransitionRecord(
                JsonColumns.labels(row.getString("labels")),
                SqlTimes.read(row, "slot"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("reason"),
                row.getDouble("observed_value"),
                row.getBoolean("late"));
    }
}
