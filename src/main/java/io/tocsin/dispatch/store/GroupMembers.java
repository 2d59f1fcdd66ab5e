package io.tocsin.dispatch.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.ResolveReason;
import io.tocsin.database.Decoded;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.database.UnreadableRows;
import io.tocsin.label.Labels;
import io.tocsin.notification.GroupMember;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The members of notification groups. All methods block and join the caller's transaction. */
@Repository
public class GroupMembers {

    private static final int MAX_PROBLEM_LENGTH = 4_000;

    private static final String COLUMNS = "select group_id, alert_key, alert_id, status, told, late, muted_by,"
            + " joined_at, changed_at, labels, alert_name from notification_member ";

    private static final String INSERT = "insert into notification_member (group_id, alert_key, alert_id, rule_group,"
            + " alert_name, status, told, late, muted_by, joined_at, changed_at, labels, alert, resolved_at,"
            + " resolve_reason, present_value, present_value_problem) values (:group, :key, :alertId, :ruleGroup, :name,"
            + " :status, false, :late, '', :joined, :joined, :labels, :alert, :resolvedAt, :reason, :value, :problem)";

    private static final String RESOLVE = "update notification_member set status = 'RESOLVED', late = :late,"
            + " changed_at = :at, resolved_at = :resolvedAt, resolve_reason = :reason, present_value = :value,"
            + " present_value_problem = :problem where alert_key = :key and status = 'FIRING'";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final UnreadableRows unreadable;

    GroupMembers(JdbcClient jdbc, NamedParameterJdbcTemplate batches, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.unreadable = unreadable;
    }

    public void insert(Collection<NewMember> members) {
        batches.batchUpdate(
                INSERT, members.stream().map(GroupMembers::parameters).toArray(SqlParameterSource[]::new));
    }

    /** Ends episodes in every group they are in; keyed by alert key. */
    public void resolve(Map<String, Resolution> resolutions, Instant at) {
        batches.batchUpdate(
                RESOLVE,
                resolutions.entrySet().stream()
                        .map(entry -> parameters(entry.getValue())
                                .addValue("key", entry.getKey())
                                .addValue("late", entry.getValue().late())
                                .addValue("at", SqlTimes.of(at)))
                        .toArray(SqlParameterSource[]::new));
    }

    public void move(String alertKey, String fromGroup, String toGroup) {
        jdbc.sql("update notification_member set group_id = :to where group_id = :from and alert_key = :key")
                .param("to", toGroup)
                .param("from", fromGroup)
                .param("key", alertKey)
                .update();
    }

    /** The memberships of alerts, in all groups. */
    public List<StoredMember> findByAlerts(Collection<String> alertKeys) {
        return alertKeys.isEmpty()
                ? List.of()
                : jdbc.sql(COLUMNS + "where alert_key in (:keys)")
                        .param("keys", alertKeys)
                        .query(this::map)
                        .list();
    }

    /** The members of these groups, in no order. */
    public List<StoredMember> findByGroups(Collection<String> groupIds) {
        return groupIds.isEmpty()
                ? List.of()
                : jdbc.sql(COLUMNS + "where group_id in (:groups)")
                        .param("groups", groupIds)
                        .query(this::map)
                        .list();
    }

    public List<StoredMember> findByGroup(String groupId) {
        return jdbc.sql(COLUMNS + "where group_id = :group")
                .param("group", groupId)
                .query(this::map)
                .list();
    }

    /** The alerts themselves, in no order. */
    public List<ToldAlert> findAlerts(String groupId, Collection<String> alertKeys) {
        return alertKeys.isEmpty()
                ? List.of()
                : jdbc.sql(
                                "select alert_key, alert_id, rule_group, alert_name, joined_at, labels, alert, late, resolved_at, resolve_reason, present_value,"
                                        + " present_value_problem from notification_member"
                                        + " where group_id = :group and alert_key in (:keys)")
                        .param("group", groupId)
                        .param("keys", alertKeys)
                        .query(this::mapAlert)
                        .list();
    }

    /** Stores what mutes each of these members now. */
    public void updateMutes(Collection<StoredMember> members) {
        batches.batchUpdate(
                "update notification_member set muted_by = :muted where group_id = :group and alert_key = :key",
                members.stream()
                        .map(member -> new MapSqlParameterSource("muted", member.mutedBy())
                                .addValue("group", member.groupId())
                                .addValue("key", member.alertKey()))
                        .toArray(SqlParameterSource[]::new));
    }

    /** After a notification: every alert that fires and is not muted has been told. */
    public void markTold(String groupId) {
        jdbc.sql("update notification_member set told = true"
                        + " where group_id = :group and status = 'FIRING' and muted_by = '' and not told")
                .param("group", groupId)
                .update();
    }

    /** After a notification: alerts that have ended leave the group. */
    public void deleteResolved(String groupId) {
        jdbc.sql("delete from notification_member where group_id = :group and status = 'RESOLVED'")
                .param("group", groupId)
                .update();
    }

    /** Alerts whose end nobody is to be told of leave the group. */
    public void deleteResolvedNotToBeTold(String groupId, boolean sendsResolved) {
        jdbc.sql("delete from notification_member where group_id = :group and status = 'RESOLVED'"
                        + " and ((not told and muted_by <> '') or (told and :tellsNoEnds))")
                .param("group", groupId)
                .param("tellsNoEnds", !sendsResolved)
                .update();
    }

    /** The members of all groups that fire; an alert that is in several groups is there several times. */
    public List<StoredMember> findFiring() {
        return jdbc.sql(COLUMNS + "where status = 'FIRING'").query(this::map).list();
    }

    private static MapSqlParameterSource parameters(NewMember member) {
        Alert alert = member.alert();
        Resolution resolution = member.resolution();
        String id = alert.id().toString();
        return parameters(resolution)
                .addValue("group", member.route().key().id())
                .addValue("key", AlertKey.of(id))
                .addValue("alertId", StoredText.cut(id, 10_000))
                .addValue(
                        "ruleGroup", StoredText.name(alert.rule().key().group().toString()))
                .addValue("name", StoredText.name(alert.name()))
                .addValue("status", resolution == null ? "FIRING" : "RESOLVED")
                .addValue("late", member.late())
                .addValue("joined", SqlTimes.of(member.joinedAt()))
                .addValue("labels", AlertCodec.write(alert.labels()))
                .addValue("alert", AlertCodec.write(alert));
    }

    private static MapSqlParameterSource parameters(@Nullable Resolution resolution) {
        MapSqlParameterSource parameters = new MapSqlParameterSource();
        if (resolution == null) {
            return parameters
                    .addValue("resolvedAt", null, Types.TIMESTAMP_WITH_TIMEZONE)
                    .addValue("reason", null, Types.VARCHAR)
                    .addValue("value", null, Types.DOUBLE)
                    .addValue("problem", "");
        }
        return parameters
                .addValue("resolvedAt", SqlTimes.ofNullable(resolution.at()), Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("reason", resolution.reason().name(), Types.VARCHAR)
                .addValue("value", resolution.presentValue(), Types.DOUBLE)
                .addValue("problem", StoredText.cut(resolution.presentValueProblem(), MAX_PROBLEM_LENGTH));
    }

    private StoredMember map(ResultSet row, int number) throws SQLException {
        return new StoredMember(
                row.getString("group_id"),
                row.getString("alert_key"),
                row.getString("alert_id"),
                StoredEnums.read(row.getString("status"), GroupMember.Status.FIRING),
                row.getBoolean("told"),
                row.getBoolean("late"),
                row.getString("muted_by"),
                SqlTimes.read(row, "joined_at"),
                SqlTimes.read(row, "changed_at"),
                labels(row));
    }

    /** An alert that cannot be read is told by its name rather than not at all. */
    private Labels labels(ResultSet row) throws SQLException {
        String stored = row.getString("labels");
        Labels name = Labels.of(Labels.ALERT_NAME, row.getString("alert_name"));
        Decoded<Labels> labels = Decoded.of(() -> AlertCodec.readLabels(stored), problem -> name);
        if (!labels.isReadable()) {
            unreadable.met("notification_member", row.getString("alert_id"), labels.problem());
        }
        return labels.value();
    }

    private ToldAlert mapAlert(ResultSet row, int number) throws SQLException {
        Instant resolvedAt = SqlTimes.readNullable(row, "resolved_at");
        Resolution resolution = resolvedAt == null
                ? null
                : new Resolution(
                        resolvedAt,
                        StoredEnums.read(row.getString("resolve_reason"), ResolveReason.OTHER),
                        row.getObject("present_value", Double.class),
                        row.getString("present_value_problem"),
                        row.getBoolean("late"));
        return new ToldAlert(row.getString("alert_key"), alert(row), resolution);
    }

    private Alert alert(ResultSet row) throws SQLException {
        String stored = row.getString("alert");
        try {
            return AlertCodec.readAlert(stored);
        } catch (RuntimeException | StackOverflowError e) {
            String problem = Decoded.problem(e);
            unreadable.met("notification_member", row.getString("alert_id"), problem);
            return AlertCodec.standIn(
                    row.getString("rule_group"),
                    row.getString("alert_name"),
                    labels(row),
                    SqlTimes.read(row, "joined_at"),
                    problem);
        }
    }
}
