package io.tocsin.dispatch.store;

import io.tocsin.alert.store.AlertDocument;
import io.tocsin.database.RacingInsert;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import io.tocsin.notification.GroupMember;
import io.tocsin.rule.ContactPointName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

/** What silences have kept from people. All methods block and join the caller's transaction. */
@Repository
public class Suppressions {

    private static final String INSERT =
            "insert into silence_suppression (silence_id, alert_key, receiver, known, since,"
                    + " alert) select s.id, m.alert_key, g.receiver, m.told, cast(:at as timestamp with time zone),"
                    + " m.alert from notification_member m join notification_group g on g.id = m.group_id"
                    + " join silence s on s.id = :silence where m.group_id = :group and m.alert_key = :key"
                    + " and not exists (select 1 from silence_suppression x where x.silence_id = s.id"
                    + " and x.alert_key = m.alert_key and x.receiver = g.receiver)";

    private static final Logger log = LoggerFactory.getLogger(Suppressions.class);
    private static final int MAX_TRIES = 5;
    private static final UnreadableRows.RowName ALERT_KEY = UnreadableRows.columns("alert_key");

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final RacingInsert inserts;
    private final UnreadableRows unreadable;

    Suppressions(
            JdbcClient jdbc,
            NamedParameterJdbcTemplate batches,
            PlatformTransactionManager transactions,
            UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.unreadable = unreadable;
        this.batches = batches;
        this.inserts = new RacingInsert(transactions);
    }

    /** Counts members as suppressed by the silences that mute them, each once per silence and contact point. */
    public void append(Collection<GroupMember> muted, Instant at) {
        SqlParameterSource[] rows = muted.stream()
                .flatMap(member -> member.mutedBy().silences().stream()
                        .map(silence -> new MapSqlParameterSource("silence", silence)
                                .addValue("group", member.groupId())
                                .addValue("key", member.key())
                                .addValue("at", SqlTimes.of(at))))
                .toArray(SqlParameterSource[]::new);
        // An alert may be in two groups of one contact point, which two replicas flush at the same moment.
        for (int i = 0; i < MAX_TRIES && !inserts.tryInsert(() -> batches.batchUpdate(INSERT, rows)); i++) {
            log.debug("Suppressions were inserted by somebody else; those that are left are inserted again.");
        }
    }

    /** How many alerts each silence has suppressed so far; silences without any are missing. */
    public Map<String, Integer> count(Collection<String> silenceIds) {
        Map<String, Integer> counts = new HashMap<>();
        if (!silenceIds.isEmpty()) {
            jdbc.sql("select silence_id, count(distinct alert_key) as alerts from silence_suppression"
                            + " where silence_id in (:ids) group by silence_id")
                    .param("ids", silenceIds)
                    .query((row, number) -> Map.entry(row.getString("silence_id"), row.getInt("alerts")))
                    .list()
                    .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        }
        return counts;
    }

    /** What a silence has suppressed, newest first. */
    public List<SuppressedAlert> find(String silenceId, int limit) {
        return jdbc.sql("select x.alert_key, x.receiver, x.known, x.since, x.alert,"
                        + " case when exists (select 1 from notification_member m where m.alert_key = x.alert_key"
                        + " and m.status = 'FIRING') then 1 else 0 end as firing"
                        + " from silence_suppression x where x.silence_id = :id"
                        + " order by x.since desc, x.alert_key, x.receiver limit :limit")
                .param("id", silenceId)
                .param("limit", limit)
                .query(unreadable.leftOutOf(
                        "silence_suppression",
                        ALERT_KEY,
                        (row, number) -> new SuppressedAlert(
                                new ContactPointName(row.getString("receiver")),
                                row.getBoolean("known"),
                                SqlTimes.read(row, "since"),
                                AlertDocument.read(row.getString("alert")),
                                row.getInt("firing") == 1)));
    }
}
