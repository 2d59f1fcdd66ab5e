package io.tocsin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes what is older than its table keeps, in batches of their own transactions, so that nothing else waits long. With
 * several replicas each does it; what one has deleted the other does not find. Blocks; one thread.
 */
public final class RetentionJob {

    private static final Logger log = LoggerFactory.getLogger(RetentionJob.class);

    /** How long it rests when nothing is left to delete. */
    public static final Duration PERIOD = Duration.ofMinutes(1);

    /** How long it rests while there is more. */
    private static final Duration BREATH = Duration.ofMillis(250);

    private static final int BATCH = 500;
    private static final int BATCHES_PER_TABLE = 20;

    private final List<TableRetention> tables;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<String, Long> deleted = new ConcurrentHashMap<>();
    private volatile List<TableReport> reports = List.of();

    public RetentionJob(List<TableRetention> tables, JdbcClient jdbc, Clock clock) {
        this.tables = List.copyOf(tables);
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What the job knows of a table.
     *
     * @param deletedRows since the start of this process, by it
     * @param oldest the time of the oldest row that may be deleted; null when there is none
     * @param at when that was looked up
     */
    public record TableReport(
            TableRetention retention,
            long deletedRows,
            @Nullable Instant oldest,
            Instant at) {}

    /** Of each table, by name; empty before the first run has ended. Never blocks. */
    public List<TableReport> reports() {
        return reports;
    }

    /** Deletes some of what is too old, and returns after which pause it wants to go on. */
    public Duration run() {
        Instant now = clock.instant();
        boolean isMore = false;
        for (TableRetention table : tables) {
            isMore |= clean(table, now);
        }
        reports = tables.stream().map(table -> report(table, now)).toList();
        return isMore ? BREATH : PERIOD;
    }

    /** Whether there is more to delete. */
    private boolean clean(TableRetention table, Instant now) {
        int batches = 0;
        int count = BATCH;
        while (count >= BATCH && batches < BATCHES_PER_TABLE) {
            count = deleteOld(table, now);
            batches++;
            add(table, count);
        }
        boolean isMore = count >= BATCH;
        if (table.maxRows() > 0) {
            int surplus = deleteSurplus(table);
            add(table, surplus);
            isMore |= surplus >= BATCH;
        }
        return isMore;
    }

    private void add(TableRetention table, int count) {
        if (count > 0) {
            deleted.merge(table.table(), (long) count, Long::sum);
            log.debug("Old rows deleted. table={} rows={}", table.table(), count);
        }
    }

    private int deleteOld(TableRetention table, Instant now) {
        List<Object> keys = jdbc.sql("select " + table.key() + " from " + table.table() + " where " + table.time()
                        + " < :before" + and(table) + " order by " + table.time() + " limit " + BATCH)
                .param("before", now.minus(table.age()).atOffset(ZoneOffset.UTC))
                .query(RetentionJob::key)
                .list();
        return delete(table, keys);
    }

    private int deleteSurplus(TableRetention table) {
        List<Object> keys = jdbc.sql("select " + table.key() + " from " + table.table() + " where " + table.key()
                        + " <= (select max(" + table.key() + ") from " + table.table() + ") - :rows" + and(table)
                        + " order by " + table.key() + " limit " + BATCH)
                .param("rows", table.maxRows())
                .query(RetentionJob::key)
                .list();
        return delete(table, keys);
    }

    private static Object key(ResultSet row, int number) throws SQLException {
        return row.getObject(1);
    }

    /** By keys that were read: H2 asks a subquery with a limit again while it deletes. */
    private int delete(TableRetention table, List<Object> keys) {
        if (keys.isEmpty()) {
            return 0;
        }
        jdbc.sql("delete from " + table.table() + " where " + table.key() + " in (:keys)")
                .param("keys", keys)
                .update();
        return keys.size();
    }

    private TableReport report(TableRetention table, Instant now) {
        List<Instant> oldest = new ArrayList<>();
        jdbc.sql("select " + table.time() + " from " + table.table() + " where " + table.time() + " is not null"
                        + and(table) + " order by " + table.time() + " limit 1")
                .query((row) -> {
                    oldest.add(row.getObject(1, OffsetDateTime.class).toInstant());
                });
        return new TableReport(
                table, deleted.getOrDefault(table.table(), 0L), oldest.isEmpty() ? null : oldest.get(0), now);
    }

    private static String and(TableRetention table) {
        return table.condition().isEmpty() ? "" : " and " + table.condition();
    }

    /** How many rows this process has deleted, by table. */
    Map<String, Long> deletedRows() {
        return new TreeMap<>(deleted);
    }
}
