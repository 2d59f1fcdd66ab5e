package io.tocsin.database.clock;

import io.tocsin.database.SqlTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What becomes of stored times when the clock is set back: nothing may wait for a time that was computed from a clock that
 * was ahead. What people wrote, such as the end of a silence, and what only tells of the past stays as it is.
 */
public final class StoredTimes {

    /** Slack, because the last known time of the clock before it was set back is some seconds old. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /**
     * Times that something waits for, or counts from: from here on they are now. Each as table, column and further
     * condition.
     */
    static final List<Column> MOVED_TO_NOW = List.of(
            new Column("group_cursor", "slot", ""),
            new Column("rule_replica", "seen_at", ""),
            new Column("rule_content", "appeared_at", ""),
            new Column("data_source_health", "failing_since", " and fired_at is null"),
            new Column("data_source_health", "first_failed_at", ""),
            new Column("data_source_health", "failed_at", ""),
            new Column("delivery", "queued_at", " and state in ('QUEUED', 'SENDING', 'RETRYING')"),
            new Column("delivery", "due_at", " and state in ('QUEUED', 'RETRYING')"),
            new Column("delivery", "lease_until", " and state = 'SENDING'"),
            new Column("delivery_lane", "theoretical_arrival", ""),
            new Column("delivery_lane", "paused_until", ""),
            new Column("delivery_storm", "summed_up_at", ""),
            new Column("delivery_storm", "busy_at", ""),
            new Column("delivery_storm", "posted_at", ""),
            new Column("notification_group", "next_flush_at", ""),
            new Column("notification_group", "last_notified_at", ""),
            new Column("notification_group", "claimed_until", ""),
            new Column("notification_member", "joined_at", ""),
            new Column("notification_member", "changed_at", ""),
            new Column("silence_suppression", "since", ""),
            new Column("installation", "began_at", ""),
            new Column("service_gap", "told_at", ""));

    /** The same, where the schedule is kept. */
    static final List<Column> SCHEDULE_MOVED_TO_NOW = List.of(
            new Column("scheduled_tasks", "execution_time", " and picked = false"),
            new Column("scheduled_tasks", "last_heartbeat", ""));

    /** Times whose distances from each other count; they go back together. An alert's own time of firing is its name. */
    static final List<Column> MOVED_BACK = List.of(
            new Column("alert_instance", "active_at", ""),
            new Column("alert_instance", "keep_firing_since", ""),
            new Column("alert_instance", "resolved_at", ""),
            new Column("alert_instance", "evaluated_at", ""),
            // A login of a time that was ahead must not last longer for it. The end goes first: it is found by the
            // beginning.
            new Column("login_session", "expires_at", " and created_at > :limit"),
            new Column("login_session", "created_at", ""));

    private final JdbcClient jdbc;
    private final JdbcClient schedule;

    /** @param schedule where the scheduler keeps what is due when; the same as the other, unless it is in memory */
    public StoredTimes(JdbcClient jdbc, JdbcClient schedule) {
        this.jdbc = jdbc;
        this.schedule = schedule;
    }

    /** A column, with a further condition for the rows that are meant. */
    record Column(String table, String column, String condition) {}

    /**
     * Mends what lies after {@code limit}; safe to repeat. Joins the caller's transaction.
     *
     * @param by how far the clock was set back
     * @return how many rows were changed
     */
    public int setBack(Instant now, Duration by, Instant limit) {
        int rows = moveToNow(schedule, SCHEDULE_MOVED_TO_NOW, now, limit);
        rows += moveToNow(jdbc, MOVED_TO_NOW, now, limit);
        Duration whole = by.plus(MARGIN);
        String back = String.format(
                Locale.ROOT,
                " - interval '%d %02d:%02d:%02d' day to second",
                whole.toDays(),
                whole.toHoursPart(),
                whole.toMinutesPart(),
                whole.toSecondsPart());
        for (Column column : MOVED_BACK) {
            rows += jdbc.sql("update " + column.table() + " set " + column.column() + " = " + column.column() + back
                            + " where " + column.column() + " > :limit" + column.condition())
                    .param("limit", SqlTimes.of(limit))
                    .update();
        }
        // Rules that watch for absence learn anew: how long their entities were silent was counted by the other clock.
        rows += jdbc.sql("update rule_status set known_query = null, known_after = null, known_until = null"
                        + " where known_until > :limit")
                .param("limit", SqlTimes.of(limit))
                .update();
        // An alert that fires at such a time once more has the same name, which only one event can have.
        rows += jdbc.sql("delete from alert_event where dispatched_at is not null and fired_at > :limit")
                .param("limit", SqlTimes.of(limit))
                .update();
        if (rows > 0) {
            // What replicas remember of groups is not so any more.
            jdbc.sql("update group_cursor set version = version + 1").update();
        }
        return rows;
    }

    private static int moveToNow(JdbcClient jdbc, List<Column> columns, Instant now, Instant limit) {
        int rows = 0;
        for (Column column : columns) {
            rows += jdbc.sql("update " + column.table() + " set " + column.column() + " = :now where " + column.column()
                            + " > :limit" + column.condition())
                    .param("now", SqlTimes.of(now))
                    .param("limit", SqlTimes.of(limit))
                    .update();
        }
        return rows;
    }
}
