package io.tocsin.dispatch.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupMember.Standing;
import io.tocsin.notification.GroupState;
import io.tocsin.notification.MutedBy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The members of notification groups. All methods block and join the caller's transaction. */
@Repository
public class GroupMembers {

    private static final int ROWS_AT_ONCE = 500;

    private static final String COLUMNS =
            "select group_id, alert_key, alert_id, status, told, late, departed, muted_by,"
                    + " joined_at, changed_at, labels, alert_name from notification_member ";

    private static final String EVENTS =
            "select alert_key, alert_id, rule_group, alert_name, joined_at, labels, alert, late, resolved_at,"
                    + " resolve_reason, present_value, present_value_problem from notification_member ";

    private static final String INSERT =
            "insert into notification_member (group_id, alert_key, instance_key, alert_id, rule_group,"
                    + " alert_name, status, told, late, departed, muted_by, inhibited, joined_at, changed_at, labels, alert, resolved_at,"
                    + " resolve_reason, present_value, present_value_problem) values (:group, :key, :instance, :alertId, :ruleGroup, :name,"
                    + " :status, false, :late, false, '', false, :joined, :joined, :labels, :alert, :resolvedAt, :reason, :value, :problem)";

    private static final String RESOLVE = "update notification_member set status = 'RESOLVED', late = :late,"
            + " changed_at = :at, resolved_at = :resolvedAt, resolve_reason = :reason, present_value = :value,"
            + " present_value_problem = :problem where alert_key = :key and status = 'FIRING'";

    /** Alike members as one row, so that a storm need not be loaded to be scheduled. */
    private static final String COUNTS =
            "select group_id, status, told, case when muted_by = '' and not departed then 0 else 1 end as muted,"
                    + " late, count(*) as members, min(joined_at) as joined_at, min(changed_at) as changed_at"
                    + " from notification_member where group_id in (:groups)"
                    + " group by group_id, status, told, case when muted_by = '' and not departed then 0 else 1 end, late";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final UnreadableRows unreadable;
    private final MemberRows rows;

    GroupMembers(JdbcClient jdbc, NamedParameterJdbcTemplate batches, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.unreadable = unreadable;
        this.rows = new MemberRows(unreadable);
    }

    /**
     * An alert that joins a group.
     *
     * @param end set when it has ended before it could join
     */
    public record Joining(GroupMember member, Alert alert, AlertEvent.@Nullable Resolved end) {}

    /** The SQL condition on the rows of members that people and an alert stand so to. */
    static String are(Standing standing) {
        return switch (standing) {
            case NEW -> "status = 'FIRING' and not told and muted_by = ''";
            case NEW_MUTED -> "status = 'FIRING' and not told and muted_by <> ''";
            case KNOWN -> "status = 'FIRING' and told and muted_by = '' and not departed";
            case KNOWN_MUTED -> "status = 'FIRING' and told and (muted_by <> '' or departed)";
            case ENDED -> "status = 'RESOLVED' and told";
            case ENDED_UNTOLD -> "status = 'RESOLVED' and not told and muted_by = ''";
            case ENDED_UNSEEN -> "status = 'RESOLVED' and not told and muted_by <> ''";
        };
    }

    public void insert(Collection<Joining> members) {
        batches.batchUpdate(INSERT, members.stream().map(MemberRows::parameters).toArray(SqlParameterSource[]::new));
    }

    /** Ends episodes in every group they are in; keyed by alert key. */
    public void resolve(Map<String, AlertEvent.Resolved> ends, Instant at) {
        batches.batchUpdate(
                RESOLVE,
                ends.entrySet().stream()
                        .map(entry -> MemberRows.parameters(entry.getValue())
                                .addValue("key", entry.getKey())
                                .addValue("late", entry.getValue().isLate())
                                .addValue("at", SqlTimes.of(at)))
                        .toArray(SqlParameterSource[]::new));
    }

    /** Lets an alert wait in another group; not if people have been told of it meanwhile. */
    public void moveUntold(String alertKey, String fromGroup, String toGroup) {
        jdbc.sql("update notification_member set group_id = :to where group_id = :from and alert_key = :key"
                        + " and not told")
                .param("to", toGroup)
                .param("from", fromGroup)
                .param("key", alertKey)
                .update();
    }

    /** Lets an alert leave a group. */
    public void leave(String alertKey, String group) {
        jdbc.sql("delete from notification_member where group_id = :group and alert_key = :key")
                .param("group", group)
                .param("key", alertKey)
                .update();
    }

    /** Notes whether a group is to tell no more of an alert than its end. */
    public void depart(String alertKey, String group, boolean isDeparted) {
        jdbc.sql("update notification_member set departed = :departed where group_id = :group and alert_key = :key")
                .param("departed", isDeparted)
                .param("group", group)
                .param("key", alertKey)
                .update();
    }

    /** The keys of alerts that fire, in their order, from the one after a key on. */
    public List<String> findFiring(String afterKey, int limit) {
        return jdbc.sql("select distinct alert_key from notification_member where status = 'FIRING'"
                        + " and alert_key > :after order by alert_key limit :limit")
                .param("after", afterKey)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** The memberships of all episodes of some alerts, in all groups. */
    public List<GroupMember> findByInstances(Collection<String> instanceKeys) {
        return find("instance_key in (:keys)", instanceKeys);
    }

    /** The memberships of alerts, and of other episodes of the same, in all groups. */
    public List<GroupMember> findWithOtherEpisodes(Collection<String> alertKeys) {
        return find(
                "instance_key in (select m.instance_key from notification_member m where m.alert_key in (:keys))",
                alertKeys);
    }

    /** The memberships of alerts, in all groups. */
    public List<GroupMember> findByAlerts(Collection<String> alertKeys) {
        return find("alert_key in (:keys)", alertKeys);
    }

    private List<GroupMember> find(String condition, Collection<String> keys) {
        return keys.isEmpty()
                ? List.of()
                : jdbc.sql(COLUMNS + "where " + condition)
                        .param("keys", keys)
                        .query(rows::read)
                        .list();
    }

    /** The keys of members that fire and were inhibited when their groups were last asked. */
    public Set<String> findInhibited() {
        return Set.copyOf(jdbc.sql("select distinct alert_key from notification_member"
                        + " where inhibited = true and status = 'FIRING'")
                .query(String.class)
                .list());
    }

    /** Hands over the members of a group in the order of their keys, some hundreds at a time, which may be changed meanwhile. */
    public void forEachPage(String groupId, Consumer<List<GroupMember>> consumer) {
        List<GroupMember> page = page(groupId, "");
        while (!page.isEmpty()) {
            consumer.accept(page);
            page = page.size() < ROWS_AT_ONCE
                    ? List.of()
                    : page(groupId, page.get(page.size() - 1).key());
        }
    }

    private List<GroupMember> page(String groupId, String afterKey) {
        return jdbc.sql(COLUMNS
                        + "where group_id = :group and alert_key > :after order by group_id, alert_key limit :limit")
                .param("group", groupId)
                .param("after", afterKey)
                .param("limit", ROWS_AT_ONCE)
                .query(rows::read)
                .list();
    }

    /**
     * Hands over the members of all groups that fire, one by one, and never holds more than some hundreds; an alert that is
     * in several groups comes several times in a row.
     */
    @Transactional(readOnly = true)
    public void forEachFiring(Consumer<GroupMember> consumer) {
        jdbc.sql(COLUMNS + "where status = 'FIRING' order by alert_key")
                .withFetchSize(ROWS_AT_ONCE)
                .query(row -> {
                    consumer.accept(rows.read(row, 0));
                });
    }

    /**
     * Hands over which alerts fire and no more of them, in no order; one that is in several groups comes several times. Pages
     * that count ask for all of them each time.
     */
    @Transactional(readOnly = true)
    public void forEachFiringEpisode(Consumer<GroupMember.Episode> consumer) {
        jdbc.sql("select alert_key, alert_id, alert_name, labels from notification_member where status = 'FIRING'")
                .withFetchSize(ROWS_AT_ONCE)
                .query(row -> {
                    consumer.accept(rows.episode(row));
                });
    }

    /** What groups have to decide by; their mutes are those that the last flush found. By group id. */
    public Map<String, GroupState> states(Collection<NotificationGroup> groups) {
        Map<String, GroupState> states = new HashMap<>();
        groups.forEach(group -> states.put(group.id(), new GroupState(group.timings(), group.lastNotifiedAt())));
        if (!states.isEmpty()) {
            jdbc.sql(COUNTS).param("groups", states.keySet()).query(row -> {
                GroupState state = states.get(row.getString("group_id"));
                if (state != null) {
                    count(row, state);
                }
            });
        }
        return states;
    }

    private static void count(ResultSet row, GroupState state) throws SQLException {
        state.add(
                Standing.of(MemberRows.isFiring(row), row.getBoolean("told"), row.getInt("muted") > 0),
                row.getBoolean("late"),
                row.getInt("members"),
                SqlTimes.read(row, "joined_at"),
                SqlTimes.read(row, "changed_at"));
    }

    /** The alerts themselves as they fired or ended, by alert key. */
    public Map<String, AlertEvent> findAlerts(String groupId, Collection<String> alertKeys) {
        return alertKeys.isEmpty()
                ? Map.of()
                : events(jdbc.sql(EVENTS + "where group_id = :group and alert_key in (:keys)")
                        .param("group", groupId)
                        .param("keys", alertKeys));
    }

    /** The same for alerts in whatever groups. */
    public Map<String, AlertEvent> findAlerts(Collection<String> alertKeys) {
        return alertKeys.isEmpty()
                ? Map.of()
                : events(jdbc.sql(EVENTS + "where alert_key in (:keys)").param("keys", alertKeys));
    }

    private Map<String, AlertEvent> events(JdbcClient.StatementSpec query) {
        Map<String, AlertEvent> alerts = new HashMap<>();
        query.query(row -> {
            alerts.put(row.getString("alert_key"), AlertCodec.event(row, MemberRows.TABLE, unreadable));
        });
        return alerts;
    }

    /** Stores what mutes each of these members now. */
    public void updateMutes(Collection<GroupMember> members) {
        batches.batchUpdate(
                "update notification_member set muted_by = :muted, inhibited = :inhibited"
                        + " where group_id = :group and alert_key = :key",
                members.stream()
                        .map(member -> new MapSqlParameterSource(
                                        "muted", member.mutedBy().toString())
                                .addValue("inhibited", member.mutedBy().isInhibited())
                                .addValue("group", member.groupId())
                                .addValue("key", member.key()))
                        .toArray(SqlParameterSource[]::new));
    }

    /** After a notification everybody knows what fires and is not muted. */
    public void markTold(String groupId) {
        jdbc.sql("update notification_member set told = true where group_id = :group and " + are(Standing.NEW))
                .param("group", groupId)
                .update();
    }

    /** Lets the members that stand so leave. */
    public void delete(String groupId, Collection<Standing> leaving) {
        if (!leaving.isEmpty()) {
            jdbc.sql("delete from notification_member where group_id = :group and "
                            + leaving.stream()
                                    .map(standing -> "(" + are(standing) + ")")
                                    .collect(Collectors.joining(" or ", "(", ")")))
                    .param("group", groupId)
                    .update();
        }
    }

    /** How a member of a group stands in its row. */
    private static final class MemberRows {

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
                    .addValue("instance", member.alert().instanceKey())
                    .addValue("alertId", StoredText.cut(member.alert().id(), 10_000))
                    .addValue(
                            "ruleGroup",
                            StoredText.name(alert.rule().key().group().toString()))
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
}
