package io.tocsin.dispatch.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.MutedBy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** How a member of a group stands in its row. */
final class MemberRows {

    static final String TABLE = "notification_member";

    private static final int MAX_PROBLEM_LENGTH = 4_000;

    private final UnreadableRows unreadable;

    MemberRows(UnreadableRows unreadable) {
        this.unreadable = unreadable;
    }

    GroupMember read(ResultSet row, int number) throws SQLException {
        return new GroupMember(
                row.getString("group_id"),
                episode(row),
                SqlTimes.read(row, "joined_at"),
                isFiring(row) ? null : SqlTimes.read(row, "changed_at"),
                row.getBoolean("told"),
                row.getBoolean("late"),
                row.getBoolean("departed"),
                MutedBy.of(row.getString("muted_by")));
    }

    GroupMember.Episode episode(ResultSet row) throws SQLException {
        return new GroupMember.Episode(
                row.getString("alert_key"),
                row.getString("alert_id"),
                AlertCodec.labels(row, TABLE, "alert_id", unreadable));
    }

    static boolean isFiring(ResultSet row) throws SQLException {
        return !row.getString("status").equals("RESOLVED");
    }

    static MapSqlParameterSource parameters(GroupMembers.Joining joining) {
        Alert alert = joining.alert();
        GroupMember member = joining.member();
        return parameters(joining.end())
                .addValue("group", member.groupId())
                .addValue("key", member.key())
                .addValue("alertId", StoredText.cut(member.alert().id(), 10_000))
                .addValue(
                        "ruleGroup", StoredText.name(alert.rule().key().group().toString()))
                .addValue("name", StoredText.name(alert.name()))
                .addValue("status", member.isFiring() ? "FIRING" : "RESOLVED")
                .addValue("late", member.late())
                .addValue("joined", SqlTimes.of(member.joinedAt()))
                .addValue("labels", AlertCodec.write(alert.labels()))
                .addValue("alert", AlertCodec.write(alert));
    }

    /** How it ended; no end while it fires. */
    static MapSqlParameterSource parameters(AlertEvent.@Nullable Resolved end) {
        MapSqlParameterSource parameters = new MapSqlParameterSource();
        if (end == null) {
            return parameters
                    .addValue("resolvedAt", null, Types.TIMESTAMP_WITH_TIMEZONE)
                    .addValue("reason", null, Types.VARCHAR)
                    .addValue("value", null, Types.DOUBLE)
                    .addValue("problem", "");
        }
        return parameters
                .addValue("resolvedAt", SqlTimes.ofNullable(end.at()), Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("reason", end.reason().name(), Types.VARCHAR)
                .addValue("value", end.presentValue(), Types.DOUBLE)
                .addValue("problem", StoredText.cut(end.presentValueProblem(), MAX_PROBLEM_LENGTH));
    }
}
