package io.tocsin.dispatch.store;

import io.tocsin.database.Decoded;
import io.tocsin.database.LockPatience;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.label.Labels;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationGroupKey;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.rule.ContactPointName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The notification groups. All methods block; those that lock must run in the caller's transaction. */
@Repository
public class NotificationGroups {

    private static final String COLUMNS = "select id, policy_path, receiver, group_labels, late_rule_group,"
            + " group_wait_millis, group_interval_millis, repeat_interval_millis, next_flush_at, last_notified_at,"
            + " shown_mutes, version, created_at from notification_group ";

    private static final String DUE = "next_flush_at <= :at and (claimed_until is null or claimed_until <= :at)";

    private final JdbcClient jdbc;
    private final LockPatience patience;
    private final UnreadableRows unreadable;

    NotificationGroups(JdbcClient jdbc, LockPatience patience, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.patience = patience;
        this.unreadable = unreadable;
    }

    /** Takes the right to assign events to groups until the transaction ends; false when another process holds it. */
    public boolean tryLockAssignment() {
        patience.shorten();
        return jdbc.sql("select name from dispatch_lock where name = 'assign' for update skip locked")
                .query(String.class)
                .optional()
                .isPresent();
    }

    /** Locks groups until the transaction ends, in a fixed order; those that do not exist are missing in the answer. */
    public Set<String> lock(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("select id from notification_group where id in (:ids) order by id for update")
                .param("ids", ids)
                .query(String.class)
                .list());
    }

    public void insert(NotificationRoute route, Instant at) {
        NotificationGroupKey key = route.key();
        jdbc.sql("insert into notification_group (id, policy_path, receiver, group_labels, late_rule_group,"
                        + " group_wait_millis, group_interval_millis, repeat_interval_millis, version, created_at)"
                        + " values (:id, :path, :receiver, :labels, :late, :wait, :interval, :repeat, 0, :at)")
                .param("id", key.id())
                .param("path", StoredText.clean(key.policyPath()))
                .param("receiver", key.receiver().value())
                .param("labels", AlertCodec.write(key.groupLabels()))
                .param("late", StoredText.clean(key.lateRuleGroup()))
                .param("wait", route.timings().groupWait().toMillis())
                .param("interval", route.timings().groupInterval().toMillis())
                .param("repeat", route.timings().repeatInterval().toMillis())
                .param("at", SqlTimes.of(at))
                .update();
    }

    /** Takes over timings that an edit of the policies has changed. */
    public void updateTimings(String id, GroupTimings timings) {
        jdbc.sql("update notification_group set group_wait_millis = :wait, group_interval_millis = :interval,"
                        + " repeat_interval_millis = :repeat where id = :id and (group_wait_millis <> :wait"
                        + " or group_interval_millis <> :interval or repeat_interval_millis <> :repeat)")
                .param("wait", timings.groupWait().toMillis())
                .param("interval", timings.groupInterval().toMillis())
                .param("repeat", timings.repeatInterval().toMillis())
                .param("id", id)
                .update();
    }

    public List<NotificationGroup> findAll(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(COLUMNS + "where id in (:ids)")
                        .param("ids", ids)
                        .query(this::map)
                        .list();
    }

    /** Members with their groups; a member whose group has gone meanwhile is missing. */
    public List<Membership> ofMembers(Collection<GroupMember> members) {
        Map<String, NotificationGroup> byId = new HashMap<>();
        findAll(members.stream().map(GroupMember::groupId).distinct().toList())
                .forEach(group -> byId.put(group.id(), group));
        return members.stream()
                .flatMap(member ->
                        Stream.ofNullable(byId.get(member.groupId())).map(group -> new Membership(group, member)))
                .toList();
    }

    /** Whether {@link #claimDue} finds any; so cheap that it can be asked several times a second. */
    public boolean isAnyDue(Instant at) {
        return jdbc.sql("select id from notification_group where " + DUE + " limit 1")
                .param("at", SqlTimes.of(at))
                .query(String.class)
                .optional()
                .isPresent();
    }

    /**
     * Takes the right to flush groups until a time: those that are to be asked by now and that no process works on, the
     * longest due first. In the caller's transaction; what another process claims at this moment is passed by.
     */
    public List<NotificationGroup> claimDue(String owner, Instant at, Instant until, int limit) {
        patience.shorten();
        List<NotificationGroup> due = jdbc.sql(
                        COLUMNS + "where " + DUE + " order by next_flush_at, id limit :limit for update skip locked")
                .param("at", SqlTimes.of(at))
                .param("limit", limit)
                .query(this::map)
                .list();
        if (!due.isEmpty()) {
            jdbc.sql("update notification_group set claimed_by = :owner, claimed_until = :until where id in (:ids)")
                    .param("owner", owner)
                    .param("until", SqlTimes.of(until))
                    .param("ids", due.stream().map(NotificationGroup::id).toList())
                    .update();
        }
        return due;
    }

    /** Gives back whatever a process holds; for one that does not know what it has claimed. */
    public void releaseClaims(String owner) {
        jdbc.sql("update notification_group set claimed_by = null, claimed_until = null where claimed_by = :owner")
                .param("owner", owner)
                .update();
    }

    /** Locks a group until the transaction ends; empty when this process no longer holds the claim. */
    public Optional<NotificationGroup> lockClaimed(String id, String owner) {
        patience.shorten();
        return jdbc.sql(COLUMNS + "where id = :id and claimed_by = :owner for update")
                .param("id", id)
                .param("owner", owner)
                .query(this::map)
                .optional();
    }

    /** Sets when the group is to be asked next. */
    public void schedule(String id, @Nullable Instant nextFlushAt) {
        jdbc.sql("update notification_group set next_flush_at = :next, version = version + 1 where id = :id")
                .param("next", SqlTimes.ofNullable(nextFlushAt))
                .param("id", id)
                .update();
    }

    /**
     * Ends a flush: stores what came of it and gives the claim back.
     *
     * @throws IllegalStateException if the row is no longer the one that was locked
     */
    public void finish(
            NotificationGroup locked,
            @Nullable Instant nextFlushAt,
            @Nullable Instant lastNotifiedAt,
            String shownMutes) {
        int updated = jdbc.sql("update notification_group set next_flush_at = :next, last_notified_at = :notified,"
                        + " shown_mutes = :mutes, claimed_by = null, claimed_until = null, version = version + 1"
                        + " where id = :id and version = :version")
                .param("next", SqlTimes.ofNullable(nextFlushAt))
                .param("notified", SqlTimes.ofNullable(lastNotifiedAt))
                .param("mutes", shownMutes)
                .param("id", locked.id())
                .param("version", locked.version())
                .update();
        if (updated != 1) {
            throw new IllegalStateException("notification group " + locked.id() + " changed while it was locked");
        }
    }

    /** Asks groups at once, because what mutes their alerts has changed. */
    public void wake(Collection<String> ids, Instant at) {
        if (!ids.isEmpty()) {
            jdbc.sql("update notification_group set next_flush_at = :at, version = version + 1"
                            + " where id in (:ids) and (next_flush_at is null or next_flush_at > :at)")
                    .param("at", SqlTimes.of(at))
                    .param("ids", ids)
                    .update();
        }
    }

    /** The groups in which something was muted when they were last asked. */
    public List<String> findMuted() {
        return jdbc.sql("select distinct group_id from notification_member where muted_by <> ''")
                .query(String.class)
                .list();
    }

    public void delete(String id) {
        jdbc.sql("delete from notification_group where id = :id")
                .param("id", id)
                .update();
    }

    /** A group whose labels cannot be read is told nevertheless, under a key without them. */
    private NotificationGroup map(ResultSet row, int number) throws SQLException {
        String id = row.getString("id");
        String stored = row.getString("group_labels");
        Decoded<Labels> labels = Decoded.of(() -> AlertCodec.readLabels(stored), problem -> Labels.empty());
        if (!labels.isReadable()) {
            unreadable.met("notification_group", id, labels.problem());
        }
        NotificationGroupKey key = new NotificationGroupKey(
                row.getString("policy_path"),
                new ContactPointName(row.getString("receiver")),
                labels.value(),
                row.getString("late_rule_group"));
        GroupTimings timings = new GroupTimings(
                Duration.ofMillis(row.getLong("group_wait_millis")),
                Duration.ofMillis(row.getLong("group_interval_millis")),
                Duration.ofMillis(row.getLong("repeat_interval_millis")));
        return new NotificationGroup(
                id,
                key,
                timings,
                SqlTimes.readNullable(row, "next_flush_at"),
                SqlTimes.readNullable(row, "last_notified_at"),
                row.getString("shown_mutes"),
                row.getLong("version"),
                SqlTimes.read(row, "created_at"));
    }
}
