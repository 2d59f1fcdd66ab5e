package io.tocsin.database.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.TestDatabase;
import io.tocsin.database.SqlTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for a time that was computed from a clock that was ahead, over each database. */
abstract class StoredTimesContract {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration BY = Duration.ofHours(1);
    private static final Instant AHEAD = NOW.plus(BY);

    /** Times that tell of the past, or that people gave; nothing waits for them. */
    private static final Set<String> LEFT_ALONE = Set.of(
            "alert_event.dispatched_at",
            "alert_event.event_at",
            "alert_event.fired_at",
            "alert_event.set_aside_at",
            "alert_instance.fired_at",
            "api_token.created_at",
            "api_token.expires_at",
            "api_token.last_used_at",
            "app_user.created_at",
            "audit_entry.happened_at",
            "contact_point_health.failing_since",
            "contact_point_health.last_failure_at",
            "contact_point_health.last_success_at",
            "contact_point_health.parked_at",
            "chat_answer.answered_at",
            // As the person who asked for it wrote it.
            "chat_mention_mute.muted_until",
            "data_source_health.fired_at",
            "deleted_contact_point.deleted_at",
            "delivery.ended_at",
            "delivery_attempt.ended_at",
            "delivery_attempt.started_at",
            "delivery_storm.began_at",
            // Its sender names both; one that ends too late is told late, one that is moved would be told wrong.
            "external_alert.ends_at",
            "external_alert.fired_at",
            "evaluation_chunk.first_slot",
            "evaluation_chunk.last_slot",
            "external_alert.heard_at",
            "heartbeat_probe.written_at",
            "inbox_message.received_at",
            "instance_transition.slot",
            "login_session.ended_at",
            "missed_slots.first_slot",
            "missed_slots.last_slot",
            "notification_group.created_at",
            "notification_log.decided_at",
            "notification_member.resolved_at",
            "notification_trail.happened_at",
            "recorded_series.slot",
            "rule_status.known_after",
            "rule_status.known_until",
            "rule_status.removed_at",
            "rule_status.slot",
            "scheduled_tasks.last_failure",
            "scheduled_tasks.last_success",
            "service_beat.beat_at",
            "service_beat.highest_at",
            "service_gap.from_at",
            "service_gap.until_at",
            "silence.created_at",
            "silence.ends_at",
            "silence.reminded_at",
            "silence.starts_at",
            "silence.summed_up_at",
            "silence.updated_at",
            "silence_change.changed_at");

    private TestDatabase database;

    abstract TestDatabase open();

    @BeforeEach
    void start() {
        database = open();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private void setBack() {
        database.transactions()
                .executeWithoutResult(
                        status -> new StoredTimes(database.client(), database.client()).setBack(NOW, BY, NOW));
    }

    private Instant time(String sql) {
        return database.client()
                .sql(sql)
                .query((row, number) -> SqlTimes.read(row, "at"))
                .single();
    }

    private void insert(String sql, Object... values) {
        database.client().sql(sql).params(List.of(values)).update();
    }

    /** Whoever adds a column says what becomes of it when the clock is set back. */
    @Test
    void everyStoredTimeIsEitherMovedOrLeftAlone() {
        Set<String> moved =
                moved().map(time -> time.table() + "." + time.column()).collect(Collectors.toSet());
        Set<String> known = new TreeSet<>(LEFT_ALONE);
        known.addAll(moved);

        Set<String> stored = new TreeSet<>(database.client()
                .sql("select lower(table_name) || '.' || lower(column_name) from information_schema.columns"
                        + " where lower(data_type) like 'timestamp%with time zone' and lower(table_schema) = 'public'"
                        + " and lower(table_name) <> 'flyway_schema_history'")
                .query(String.class)
                .list());

        assertThat(stored).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void aLoginEndsNoLaterForAClockThatWasAhead() {
        for (String[] login : new String[][] {{"before", "-1"}, {"ahead", "3600"}}) {
            insert(
                    "insert into login_session (id_hash, user_name, credential_hash, address, created_at, expires_at)"
                            + " values (?, 'kim', 'x', '192.0.2.1', ?, ?)",
                    login[0],
                    SqlTimes.of(NOW.plusSeconds(Long.parseLong(login[1]))),
                    SqlTimes.of(NOW.plusSeconds(Long.parseLong(login[1])).plus(Duration.ofHours(12))));
        }

        setBack();
        setBack();

        assertThat(time("select expires_at as at from login_session where id_hash = 'before'"))
                .isEqualTo(NOW.plusSeconds(-1).plus(Duration.ofHours(12)));
        assertThat(time("select expires_at as at from login_session where id_hash = 'ahead'"))
                .isBetween(NOW.plus(Duration.ofHours(11)), NOW.plus(Duration.ofHours(12)));
    }

    @Test
    void aLaneIsNotBlocked() {
        insert(
                "insert into delivery_lane (lane, theoretical_arrival, paused_until) values ('chat', ?, ?)",
                SqlTimes.of(AHEAD),
                SqlTimes.of(AHEAD.plusSeconds(60)));

        setBack();

        assertThat(time("select theoretical_arrival as at from delivery_lane")).isEqualTo(NOW);
        assertThat(time("select paused_until as at from delivery_lane")).isEqualTo(NOW);
    }

    @Test
    void aTaskIsDueAndOneThatDiedIsFound() {
        insert(
                "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                        + " values ('waits', 'a', ?, false, 1)",
                SqlTimes.of(AHEAD));
        insert(
                "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, last_heartbeat, version)"
                        + " values ('died', 'a', ?, true, ?, 1)",
                SqlTimes.of(NOW),
                SqlTimes.of(AHEAD));

        setBack();

        assertThat(time("select execution_time as at from scheduled_tasks where task_name = 'waits'"))
                .isEqualTo(NOW);
        assertThat(time("select last_heartbeat as at from scheduled_tasks where task_name = 'died'"))
                .isEqualTo(NOW);
    }

    @Test
    void aSilenceStaysAsItsAuthorWroteIt() {
        assertThat(moved().map(StoredTimes.Column::table)).doesNotContain("silence");
    }

    private static Stream<StoredTimes.Column> moved() {
        return Stream.of(StoredTimes.SCHEDULE_MOVED_TO_NOW, StoredTimes.MOVED_TO_NOW, StoredTimes.MOVED_BACK)
                .flatMap(List::stream);
    }

    @Test
    void whatIsNotAheadIsNotTouched() {
        insert(
                "insert into group_cursor (group_key, group_file, group_name, slot, version) values ('a', 'a', 'a', ?, 1)",
                SqlTimes.of(NOW.minusSeconds(60)));

        setBack();

        assertThat(time("select slot as at from group_cursor")).isEqualTo(NOW.minusSeconds(60));
    }
}
