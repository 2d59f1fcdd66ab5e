package io.tocsin.dispatch.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.database.UnreadableRows;
import io.tocsin.label.Labels;
import io.tocsin.notification.GroupMember;
import io.tocsin.notification.GroupMember.Standing;
import io.tocsin.rule.ContactPointName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What happened to each alert on its way to people. All methods block and join the caller's transaction. */
@Repository
public class NotificationTrail {

    private static final String COLUMNS = "select id, happened_at, alert_id, alert_name, labels, group_id,"
            + " receiver, step, detail, notification_id from notification_trail ";

    private static final String COPY = "insert into notification_trail (happened_at, alert_key, alert_id, rule_group,"
            + " alert_name, labels, group_id, receiver, step, detail, notification_id)"
            + " select cast(:at as timestamp with time zone), m.alert_key, m.alert_id, m.rule_group, m.alert_name,"
            + " m.labels, m.group_id, g.receiver, cast(:step as varchar(30)), cast(:detail as varchar(4000)),"
            + " cast(:notification as bigint) from notification_member m"
            + " join notification_group g on g.id = m.group_id where m.group_id = :group and ";

    private static final int ROWS_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final UnreadableRows unreadable;

    NotificationTrail(JdbcClient jdbc, NamedParameterJdbcTemplate batches, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.unreadable = unreadable;
    }

    /** Writes a step for members of groups; its detail is what mutes them. */
    public void append(Collection<GroupMember> members, TrailStep step, Instant at) {
        batches.batchUpdate(
                COPY + "m.alert_key = :key",
                members.stream()
                        .map(member -> parameters(
                                        member.groupId(), step, member.mutedBy().toString(), at)
                                .addValue("key", member.key()))
                        .toArray(SqlParameterSource[]::new));
    }

    /** Writes that a notification is the first to tell of the members that stand so; before they are changed. */
    public void appendTold(String groupId, long notificationId, Standing standing, Instant at) {
        TrailStep step = switch (standing) {
            case NEW -> TrailStep.TOLD_FIRING;
            case ENDED -> TrailStep.TOLD_RESOLVED;
            case ENDED_UNTOLD -> TrailStep.TOLD_FIRED_AND_RESOLVED;
            case KNOWN, NEW_MUTED, KNOWN_MUTED, ENDED_UNSEEN ->
                throw new IllegalArgumentException("nothing new is told of what is " + standing);
        };
        jdbc.sql(COPY + GroupMembers.are(standing))
                .paramSource(parameters(groupId, step, "", at).addValue("notification", notificationId))
                .update();
    }

    /** Writes that the members that stand so leave without being told; before they leave. */
    public void appendNotTold(String groupId, Standing standing, Instant at) {
        boolean isMuted = standing == Standing.ENDED_UNSEEN;
        String why = isMuted ? "" : "the contact point does not send resolved alerts";
        String copy = isMuted ? COPY.replace("cast(:detail as varchar(4000))", "m.muted_by") : COPY;
        jdbc.sql(copy + GroupMembers.are(standing))
                .paramSource(parameters(groupId, TrailStep.NOT_TOLD, why, at))
                .update();
    }

    private static MapSqlParameterSource parameters(String groupId, TrailStep step, String detail, Instant at) {
        return new MapSqlParameterSource("group", groupId)
                .addValue("step", step.name())
                .addValue("detail", detail)
                .addValue("at", SqlTimes.of(at))
                .addValue("notification", null, Types.BIGINT);
    }

    /** The steps of one rule's alerts, newest first, below an id: in the order of an index, which spares H2 to sort them. */
    public List<TrailEntry> findByRule(String ruleGroup, String alertName, long belowId, int limit) {
        return jdbc.sql(COLUMNS + "where rule_group = :ruleGroup and alert_name = :name and id < :id"
                        + " order by rule_group desc, alert_name desc, id desc limit :limit")
                .param("ruleGroup", StoredText.name(ruleGroup))
                .param("name", StoredText.name(alertName))
                .param("id", belowId)
                .param("limit", limit)
                .query(this::map)
                .list();
    }

    /** The steps of some episodes, newest first. */
    public List<TrailEntry> findByAlerts(Collection<String> alertKeys, int limit) {
        return alertKeys.isEmpty()
                ? List.of()
                : jdbc.sql(COLUMNS + "where alert_key in (:keys) order by id desc limit :limit")
                        .param("keys", alertKeys)
                        .param("limit", limit)
                        .query(this::map)
                        .list();
    }

    /** The labels of alerts that were put into groups, by alert key; those that are not known any more are missing. */
    public Map<String, Labels> findLabels(Collection<String> alertKeys) {
        Map<String, Labels> labels = new HashMap<>();
        if (!alertKeys.isEmpty()) {
            jdbc.sql("select id, alert_key, alert_name, labels from notification_trail"
                            + " where alert_key in (:keys) and step = 'GROUPED'")
                    .param("keys", alertKeys)
                    .query(row -> {
                        labels.put(
                                row.getString("alert_key"),
                                AlertCodec.labels(row, "notification_trail", "id", unreadable));
                    });
        }
        return labels;
    }

    /** The newest steps of one kind since a time. */
    public List<TrailEntry> findSince(TrailStep step, Instant since, int limit) {
        return jdbc.sql(COLUMNS + "where step = :step and happened_at >= :since order by id desc limit :limit")
                .param("step", step.name())
                .param("since", SqlTimes.of(since))
                .param("limit", limit)
                .query(this::map)
                .list();
    }

    /** Hands over the steps of one kind since a time, one by one, oldest first; never holds more than some hundreds. */
    @Transactional(readOnly = true)
    public void forEachSince(TrailStep step, Instant since, Consumer<TrailEntry> consumer) {
        jdbc.sql(COLUMNS + "where step = :step and happened_at >= :since order by id")
                .withFetchSize(ROWS_AT_ONCE)
                .param("step", step.name())
                .param("since", SqlTimes.of(since))
                .query(row -> {
                    consumer.accept(map(row, 0));
                });
    }

    /** A text that is another one after each step of any alert. */
    public String changeMark() {
        return jdbc.sql("select coalesce(max(id), 0) from notification_trail")
                .query(String.class)
                .single();
    }

    private TrailEntry map(ResultSet row, int number) throws SQLException {
        return new TrailEntry(
                row.getLong("id"),
                SqlTimes.read(row, "happened_at"),
                new TrailEntry.Traced(
                        row.getString("alert_id"),
                        row.getString("alert_name"),
                        AlertCodec.labels(row, "notification_trail", "id", unreadable)),
                row.getString("group_id"),
                new ContactPointName(row.getString("receiver")),
                StoredEnums.read(row.getString("step"), TrailStep.OTHER),
                row.getString("detail"),
                row.getObject("notification_id", Long.class));
    }
}
