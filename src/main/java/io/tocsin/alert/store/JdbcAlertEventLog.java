package io.tocsin.alert.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.StoredEvent;
import io.tocsin.database.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Events in the table {@code alert_event}. */
@Repository
class JdbcAlertEventLog implements AlertEventLog {

    private static final String INSERT = """
            insert into alert_event (group_file, group_name, alert_name, rule_labels, fingerprint, fired_at, kind,
                event_at, late, alert, reason, present_value, present_value_problem)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    JdbcAlertEventLog(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    @Override
    public void append(List<AlertEvent> events) {
        if (!events.isEmpty()) {
            batches.batchUpdate(
                    INSERT, events.stream().map(JdbcAlertEventLog::values).toList());
        }
    }

    @Override
    public List<StoredEvent> findUndispatched(int limit) {
        return jdbc.sql("select * from alert_event where dispatched_at is null order by id limit ?")
                .param(limit)
                .query(JdbcAlertEventLog::read)
                .list();
    }

    @Override
    public void markDispatched(Collection<Long> ids, Instant at) {
        if (!ids.isEmpty()) {
            batches.batchUpdate(
                    "update alert_event set dispatched_at = ? where id = ?",
                    ids.stream().map(id -> new Object[] {SqlTimes.of(at), id}).toList());
        }
    }

    private static @Nullable Object[] values(AlertEvent event) {
        Alert alert = event.alert();
        AlertEvent.@Nullable Resolved resolved = event instanceof AlertEvent.Resolved r ? r : null;
        return RuleKeyColumns.values(
                alert.id().rule(),
                alert.id().fingerprint().value(),
                SqlTimes.of(alert.firedAt()),
                resolved == null ? "FIRED" : "RESOLVED",
                SqlTimes.of(event.at()),
                event.isLate(),
                JsonColumns.write(AlertDocument.of(alert)),
                resolved == null ? null : resolved.reason().name(),
                resolved == null ? null : resolved.presentValue(),
                resolved == null ? "" : resolved.presentValueProblem());
    }

    private static StoredEvent read(ResultSet row, int number) throws SQLException {
        Alert alert = JsonColumns.read(row.getString("alert"), AlertDocument.class)
                .toAlert(RuleKeyColumns.read(row), SqlTimes.read(row, "fired_at"));
        boolean isLate = row.getBoolean("late");
        AlertEvent event = "FIRED".equals(row.getString("kind"))
                ? new AlertEvent.Fired(alert, isLate)
                : new AlertEvent.Resolved(
                        alert,
                        SqlTimes.read(row, "event_at"),
                        ResolveReason.valueOf(row.getString("reason")),
                        row.getObject("present_value", Double.class),
                        row.getString("present_value_problem"),
                        isLate);
        return new StoredEvent(row.getLong("id"), event);
    }
}
