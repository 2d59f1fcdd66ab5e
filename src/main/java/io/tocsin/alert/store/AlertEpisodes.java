package io.tocsin.alert.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertKey;
import io.tocsin.database.SqlTimes;
import io.tocsin.database.UnreadableRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Alerts as they fired and ended, for as long as their events are kept. Blocks. */
@Repository
public class AlertEpisodes {

    private static final UnreadableRows.RowName ID = UnreadableRows.columns("id");

    private final JdbcClient jdbc;
    private final UnreadableRows unreadable;

    AlertEpisodes(JdbcClient jdbc, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.unreadable = unreadable;
    }

    /**
     * From firing to resolved.
     *
     * @param alert as it was when it fired; as it was at its end when only that is kept
     * @param resolved null while it fires
     */
    public record StoredEpisode(Alert alert, AlertEvent.@Nullable Resolved resolved) {

        public String key() {
            return AlertKey.of(alert.id());
        }
    }

    /** @param key the short form of its id, as {@link AlertKey} makes it */
    public Optional<StoredEpisode> find(String key) {
        return episodes(jdbc.sql("select * from alert_event where alert_key = ? order by id")
                        .param(key)
                        .query(unreadable.leftOutOf("alert_event", ID, JdbcAlertEventLog::readEvent)))
                .stream()
                .findFirst();
    }

    /** Those that ended since a time, the newest first. */
    public List<StoredEpisode> findResolved(Instant since, int limit) {
        return episodes(jdbc.sql("select * from alert_event where kind = 'RESOLVED' and event_at >= ?"
                        + " order by event_at desc, id desc limit ?")
                .params(List.of(SqlTimes.of(since), limit))
                .query(unreadable.leftOutOf("alert_event", ID, JdbcAlertEventLog::readEvent)));
    }

    private static List<StoredEpisode> episodes(List<AlertEvent> events) {
        Map<String, StoredEpisode> episodes = new LinkedHashMap<>();
        for (AlertEvent event : events) {
            AlertEvent.@Nullable Resolved end = event instanceof AlertEvent.Resolved resolved ? resolved : null;
            episodes.merge(
                    AlertKey.of(event.alert().id()),
                    new StoredEpisode(event.alert(), end),
                    (first, second) -> new StoredEpisode(
                            first.alert(), first.resolved() == null ? second.resolved() : first.resolved()));
        }
        return new ArrayList<>(episodes.values());
    }
}
