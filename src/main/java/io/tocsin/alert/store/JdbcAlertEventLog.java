package io.tocsin.alert.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertKey;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.StoredEvent;
import io.tocsin.database.AfterCommit;
import io.tocsin.database.Decoded;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.text.Shortened;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Events in the table {@code alert_event}; wakes dispatch once the caller's transaction has committed. */
@Repository
class JdbcAlertEventLog implements AlertEventLog {

    private static final String INSERT = """
            insert into alert_event (group_file, group_name, alert_name, rule_labels, fingerprint, fired_at, alert_key,
                kind, event_at, late, alert, reason, present_value, present_value_problem)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** In the order of the index, which H2 sees only when all its columns are named: else it sorts all that waits for each batch. */
    static final String UNDISPATCHED = """
            select e.*, (select count(*) from alert_event f where f.group_file = e.group_file
                and f.group_name = e.group_name and f.alert_name = e.alert_name and f.rule_labels = e.rule_labels
                and f.fingerprint = e.fingerprint and f.fired_at = e.fired_at and f.id < e.id
                and f.set_aside_at is not null) as held
            from alert_event e where e.dispatched_at is null and e.set_aside_at is null
            order by e.dispatched_at, e.set_aside_at, e.id limit ?""";

    private static final String ANY_UNDISPATCHED = """
            select id from alert_event where dispatched_at is null and set_aside_at is null
            order by dispatched_at, set_aside_at, id limit 1""";

    /** The first that waits stands for the oldest: events get their numbers when they are written. */
    static final String FIRST_WAITING = """
            select event_at from alert_event where dispatched_at is null and set_aside_at is null and not late
            order by dispatched_at, set_aside_at, id limit 1""";

    static final String SET_ASIDE = """
            select count(*) as number, min(set_aside_at) as since, max(id) as newest from alert_event
            where dispatched_at is null and set_aside_at > timestamp '1970-01-01 00:00:00'""";

    private static final int MAX_REASON = 1_000;

    /**
     * Few enough to be in the network's buffers: a server that cannot hand over its rows waits for the reader, and would hold
     * the locks of a suspended one for as long.
     */
    private static final int ROWS_AT_ONCE = 50;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final ApplicationEventPublisher publisher;

    JdbcAlertEventLog(JdbcClient jdbc, JdbcTemplate batches, ApplicationEventPublisher publisher) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.publisher = publisher;
    }

    @Override
    public void append(List<AlertEvent> events) {
        if (!events.isEmpty()) {
            batches.batchUpdate(
                    INSERT, events.stream().map(JdbcAlertEventLog::values).toList());
            publishAfterCommit();
        }
    }

    @Override
    public boolean hasUndispatched() {
        return jdbc.sql(ANY_UNDISPATCHED).query(Long.class).optional().isPresent();
    }

    @Override
    public UndispatchedEvents findUndispatched(int limit) {
        List<StoredEvent> readable = new ArrayList<>();
        List<SetAsideEvent> unreadable = new ArrayList<>();
        jdbc.sql(UNDISPATCHED).withFetchSize(ROWS_AT_ONCE).param(limit).query(row -> {
            sort(row, readable, unreadable);
        });
        return new UndispatchedEvents(readable, unreadable);
    }

    private static void sort(ResultSet row, List<StoredEvent> readable, List<SetAsideEvent> unreadable)
            throws SQLException {
        if (row.getInt("held") > 0) {
            unreadable.add(setAside(row, "an earlier event of this alert is set aside"));
            return;
        }
        try {
            readable.add(read(row));
        } catch (RuntimeException | StackOverflowError e) {
            unreadable.add(setAside(row, Decoded.problem(e)));
        }
    }

    private static SetAsideEvent setAside(ResultSet row, String reason) throws SQLException {
        return new SetAsideEvent(
                row.getLong("id"),
                RuleKeyColumns.read(row).group().toString(),
                row.getString("alert_name"),
                row.getString("kind"),
                SqlTimes.read(row, "event_at"),
                reason);
    }

    @Override
    public int markDispatched(Collection<Long> ids, Instant at) {
        if (ids.isEmpty()) {
            return 0;
        }
        int[] marked = batches.batchUpdate(
                "update alert_event set dispatched_at = ? where id = ? and dispatched_at is null",
                ids.stream().map(id -> new Object[] {SqlTimes.of(at), id}).toList());
        return IntStream.of(marked).sum();
    }

    @Override
    public void setAside(Collection<SetAsideEvent> events, Instant at) {
        if (!events.isEmpty()) {
            batches.batchUpdate(
                    "update alert_event set set_aside_at = ?, set_aside_reason = ? where id = ?",
                    events.stream()
                            .map(event ->
                                    new Object[] {SqlTimes.of(at), Shortened.of(event.reason(), MAX_REASON), event.id()
                                    })
                            .toList());
        }
    }

    @Override
    public int takeUp(Instant since) {
        int count = jdbc.sql("update alert_event set set_aside_at = null, set_aside_reason = null"
                        + " where set_aside_at is not null and dispatched_at is null and event_at >= ?")
                .param(SqlTimes.of(since))
                .update();
        if (count > 0) {
            publishAfterCommit();
        }
        return count;
    }

    private void publishAfterCommit() {
        AfterCommit.run(() -> publisher.publishEvent(new AlertEventsWaiting()));
    }

    @Override
    public EventBacklog backlog() {
        Instant oldest = jdbc.sql(FIRST_WAITING)
                .query((row, number) -> SqlTimes.read(row, "event_at"))
                .optional()
                .orElse(null);
        return jdbc.sql(SET_ASIDE)
                .query((row, number) -> new EventBacklog(
                        row.getLong("number"),
                        SqlTimes.readNullable(row, "since"),
                        row.getLong("number") == 0 ? "" : describe(row.getLong("newest")),
                        oldest))
                .single();
    }

    private String describe(long id) {
        return jdbc.sql("select * from alert_event where id = ?")
                .param(id)
                .query((row, number) -> "event " + row.getLong("id") + " (" + row.getString("alert_name") + " "
                        + row.getString("kind") + "): " + row.getString("set_aside_reason"))
                .optional()
                .orElse("");
    }

    private static @Nullable Object[] values(AlertEvent event) {
        Alert alert = event.alert();
        AlertEvent.@Nullable Resolved resolved = event instanceof AlertEvent.Resolved r ? r : null;
        return RuleKeyColumns.values(
                alert.id().rule(),
                alert.id().fingerprint().value(),
                SqlTimes.of(alert.firedAt()),
                AlertKey.of(alert.id()),
                resolved == null ? "FIRED" : "RESOLVED",
                SqlTimes.of(event.at()),
                event.isLate(),
                JsonColumns.write(AlertDocument.of(alert)),
                resolved == null ? null : resolved.reason().name(),
                resolved == null ? null : resolved.presentValue(),
                resolved == null ? "" : resolved.presentValueProblem());
    }

    private static StoredEvent read(ResultSet row) throws SQLException {
        return new StoredEvent(row.getLong("id"), readEvent(row, 0));
    }

    static AlertEvent readEvent(ResultSet row, int number) throws SQLException {
        Alert alert = JsonColumns.read(row.getString("alert"), AlertDocument.class)
                .toAlert(RuleKeyColumns.read(row), SqlTimes.read(row, "fired_at"));
        boolean isLate = row.getBoolean("late");
        return switch (row.getString("kind")) {
            case "FIRED" -> new AlertEvent.Fired(alert, isLate);
            case "RESOLVED" ->
                new AlertEvent.Resolved(
                        alert,
                        SqlTimes.read(row, "event_at"),
                        StoredEnums.read(row.getString("reason"), ResolveReason.OTHER),
                        row.getObject("present_value", Double.class),
                        row.getString("present_value_problem"),
                        isLate);
            default -> throw new IllegalStateException("unknown kind " + row.getString("kind"));
        };
    }
}
