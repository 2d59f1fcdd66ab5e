package io.tocsin.alert.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import io.tocsin.storage.DiskSpace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Every evaluation and every change of state, for a bounded time. Evaluations are kept in chunks, the newest of each group in
 * the row of its cursor, so that a slot writes them with that row and with nothing else. All methods block and join the
 * transaction. While the disk of the database is full evaluations are left out: nothing is decided by them, and the room is
 * needed for what is.
 */
@Repository
public class EvaluationHistory {

    private static final String RULE_ID = "(select id from rule_status where " + RuleKeyColumns.CONDITION + ")";

    private static final Logger log = LoggerFactory.getLogger(EvaluationHistory.class);

    private static final UnreadableRows.RowName ID = UnreadableRows.columns("id");

    /** H2 takes no more than a megabyte in a column of bytes. */
    private static final int MOST_BYTES = 900_000;

    private static final int CHUNKS_AT_ONCE = 16;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final UnreadableRows unreadable;
    private final OpenChunks chunks;
    private final DiskSpace disk;
    private final Counter leftOut;

    EvaluationHistory(
            JdbcClient jdbc,
            JdbcTemplate batches,
            UnreadableRows unreadable,
            OpenChunks chunks,
            DiskSpace disk,
            MeterRegistry registry) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.unreadable = unreadable;
        this.chunks = chunks;
        this.disk = disk;
        this.leftOut = Counter.builder("tocsin.history.left.out")
                .description("Evaluations that history lacks, because the disk was full")
                .register(registry);
    }

    /**
     * Evaluations that are to be written: chunks that are closed, and the one that goes on in the row of the group's cursor.
     */
    public record Evaluations(List<EvaluationChunk> closed, EvaluationChunk open) {

        public Evaluations {
            closed = List.copyOf(closed);
        }
    }

    /** The open chunk with the evaluations of further slots, each of one time. Nothing is written yet. */
    public Evaluations append(EvaluationChunk open, List<Map<RuleKey, EvaluationRecord>> slots) {
        int evaluations = slots.stream().mapToInt(Map::size).sum();
        if (evaluations > 0 && disk.isKeptForStates()) {
            leftOut.increment(evaluations);
            log.warn("evaluations are left out of the history, because the disk is full evaluations={}", evaluations);
            return new Evaluations(List.of(), open);
        }
        List<EvaluationChunk> closed = new ArrayList<>();
        EvaluationChunk chunk = open;
        for (Map<RuleKey, EvaluationRecord> slot : slots) {
            if (chunk.isFull()) {
                closed.add(chunk);
                chunk = EvaluationChunk.EMPTY;
            }
            EvaluationChunk longer = chunk.with(slot);
            if (longer.size() > MOST_BYTES) {
                leftOut.increment(slot.size());
                log.warn("evaluations are left out of the history, because they are too large rules={}", slot.size());
            } else {
                chunk = longer;
            }
        }
        return new Evaluations(closed, chunk);
    }

    /** Writes chunks that nothing is added to any more. */
    public void save(GroupKey group, List<EvaluationChunk> closed) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (EvaluationChunk chunk : closed) {
            if (!chunk.isEmpty()) {
                rows.add(new @Nullable Object[] {
                    group.toString(), SqlTimes.of(chunk.firstSlot()), SqlTimes.of(chunk.lastSlot()), chunk.stored()
                });
            }
        }
        if (!rows.isEmpty()) {
            batches.batchUpdate(
                    "insert into evaluation_chunk (group_key, first_slot, last_slot, evaluations) values (?, ?, ?, ?)",
                    rows);
        }
    }

    /** The chunk that goes on, beside the group's cursor. */
    public EvaluationChunk open(GroupKey group) {
        return chunks.open(group);
    }

    /** The rules must have a {@link RuleRecord} already. */
    public void appendTransitions(Map<RuleKey, List<TransitionRecord>> transitions) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        transitions.forEach((rule, records) -> records.forEach(t -> rows.add(RuleKeyColumns.values(
                rule,
                JsonColumns.labels(t.labels()),
                SqlTimes.of(t.slot()),
                t.from(),
                t.to(),
                t.reason(),
                t.value(),
                t.isLate()))));
        if (!rows.isEmpty()) {
            batches.batchUpdate(
                    "insert into instance_transition (rule_id, labels, slot, from_state, to_state,"
                            + " reason, observed_value, late) values (" + RULE_ID + ", ?, ?, ?, ?, ?, ?, ?)",
                    rows);
        }
    }

    /** Newest first. */
    public List<EvaluationRecord> findEvaluations(RuleKey rule, int limit) {
        return findEvaluationsUntil(rule, Instant.MAX, limit);
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
        List<EvaluationRecord> found = new ArrayList<>();
        add(found, rule, until, chunks.open(rule.group()));
        long below = Long.MAX_VALUE;
        boolean goesFurther = true;
        while (found.size() < limit && goesFurther) {
            int before = found.size();
            List<StoredChunk> older = closed(rule.group(), until, below);
            for (StoredChunk chunk : older) {
                below = chunk.id();
                add(found, rule, until, chunk.chunk());
            }
            // Each slot has all rules of the group: before the first one of a new rule there is nothing to be looked
            // through.
            goesFurther = older.size() == CHUNKS_AT_ONCE && found.size() > before;
        }
        // A slot that had to wait was tried before those that were caught up, and what is newer was written later.
        found.sort(Comparator.comparing(
                (EvaluationRecord evaluation) -> evaluation.result().slot(), Comparator.reverseOrder()));
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }

    /** What is newer comes first. */
    private static void add(List<EvaluationRecord> found, RuleKey rule, Instant until, EvaluationChunk chunk) {
        long number = EvaluationChunk.numberOf(rule);
        List<EvaluationChunk.RuleAtSlot> entries = chunk.entries();
        for (int i = entries.size() - 1; i >= 0; i--) {
            EvaluationChunk.RuleAtSlot entry = entries.get(i);
            if (entry.rule() == number && !entry.evaluation().result().slot().isAfter(until)) {
                found.add(entry.evaluation());
            }
        }
    }

    private record StoredChunk(long id, EvaluationChunk chunk) {}

    private List<StoredChunk> closed(GroupKey group, Instant until, long below) {
        boolean isOpenEnded = until.equals(Instant.MAX);
        return jdbc.sql("select id, evaluations from evaluation_chunk where group_key = ? and id < ?"
                        + (isOpenEnded ? "" : " and first_slot <= ?") + " order by group_key desc, id desc limit "
                        + CHUNKS_AT_ONCE)
                .params(
                        isOpenEnded
                                ? List.of(group.toString(), below)
                                : List.of(group.toString(), below, SqlTimes.of(until)))
                .query((row, number) ->
                        new StoredChunk(row.getLong("id"), chunks.read(row.getBytes("evaluations"), group)))
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
