package io.tocsin.silence.store;

import io.tocsin.database.SqlTimes;
import io.tocsin.database.StoredEnums;
import io.tocsin.database.UnreadableRows;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceChange;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Silences and their history. All methods block and join the caller's transaction. */
@Repository
public class SilenceStore {

    private static final String COLUMNS = "select id, matchers, starts_at, ends_at, author, silence_comment, alert_id,"
            + " created_at, updated_at, version from silence ";

    private static final UnreadableRows.RowName CHANGED_AT = UnreadableRows.columns("changed_at", "changed_by");

    private final JdbcClient jdbc;
    private final UnreadableRows unreadable;

    SilenceStore(JdbcClient jdbc, UnreadableRows unreadable) {
        this.jdbc = jdbc;
        this.unreadable = unreadable;
    }

    public void insert(Silence silence) {
        jdbc.sql("insert into silence (id, matchers, starts_at, ends_at, author, silence_comment, alert_id, created_at,"
                        + " updated_at, version) values (:id, :matchers, :starts, :ends, :author, :comment, :alert,"
                        + " :created, :updated, :version)")
                .param("id", silence.id().value())
                .param("matchers", SilenceCodec.write(silence.matchers()))
                .param("starts", SqlTimes.of(silence.startsAt()))
                .param("ends", SqlTimes.of(silence.endsAt()))
                .param("author", silence.author())
                .param("comment", silence.comment())
                .param("alert", silence.alertId())
                .param("created", SqlTimes.of(silence.createdAt()))
                .param("updated", SqlTimes.of(silence.updatedAt()))
                .param("version", silence.version())
                .update();
        appendChange(new SilenceChange(SilenceChange.Kind.CREATED, silence.createdAt(), silence.author(), silence));
    }

    /** Stores a changed silence with its history; false when somebody else has changed it meanwhile. */
    public boolean update(SilenceChange change) {
        Silence silence = change.after();
        int updated = jdbc.sql("update silence set starts_at = :starts, ends_at = :ends, author = :author,"
                        + " silence_comment = :comment, updated_at = :updated, version = :version, reminded_at = null"
                        + " where id = :id and version = :version - 1")
                .param("starts", SqlTimes.of(silence.startsAt()))
                .param("ends", SqlTimes.of(silence.endsAt()))
                .param("author", silence.author())
                .param("comment", silence.comment())
                .param("updated", SqlTimes.of(silence.updatedAt()))
                .param("version", silence.version())
                .param("id", silence.id().value())
                .update();
        if (updated == 1) {
            appendChange(change);
        }
        return updated == 1;
    }

    private void appendChange(SilenceChange change) {
        jdbc.sql("insert into silence_change (silence_id, kind, changed_at, changed_by, silence)"
                        + " values (:id, :kind, :at, :author, :silence)")
                .param("id", change.after().id().value())
                .param("kind", change.kind().name())
                .param("at", SqlTimes.of(change.at()))
                .param("author", change.author())
                .param("silence", SilenceCodec.write(change.after()))
                .update();
    }

    public Optional<Silence> find(SilenceId id) {
        return jdbc.sql(COLUMNS + "where id = :id").param("id", id.value()).query(readable()).stream()
                .findFirst();
    }

    /** Pending and active silences, the next to end first. */
    public List<Silence> findUnexpired(Instant at) {
        return jdbc.sql(COLUMNS + "where ends_at > :at order by ends_at, id")
                .param("at", SqlTimes.of(at))
                .query(readable());
    }

    /** How many silences are in each state; states without any are missing. */
    public Map<SilenceState, Integer> countByState(Instant at) {
        Map<SilenceState, Integer> counts = new EnumMap<>(SilenceState.class);
        jdbc.sql("select state, count(*) as number from (select case when starts_at > :at then 'PENDING'"
                        + " when ends_at > :at then 'ACTIVE' else 'EXPIRED' end as state from silence) as states"
                        + " group by state")
                .param("at", SqlTimes.of(at))
                .query(row -> {
                    counts.put(StoredEnums.read(row.getString("state"), SilenceState.EXPIRED), row.getInt("number"));
                });
        return counts;
    }

    /** A page of the silences in one state: expired ones the last to end first, the others the next to end first. */
    public List<Silence> find(SilenceState state, Instant at, int offset, int limit) {
        String condition = switch (state) {
            case PENDING -> "where starts_at > :at order by ends_at, id";
            case ACTIVE -> "where starts_at <= :at and ends_at > :at order by ends_at, id";
            case EXPIRED -> "where ends_at <= :at order by ends_at desc, id";
        };
        return jdbc.sql(COLUMNS + condition + " limit :limit offset :offset")
                .param("at", SqlTimes.of(at))
                .param("limit", limit)
                .param("offset", offset)
                .query(readable());
    }

    /** A text that is another one after each change of any silence, and when one begins or ends. */
    public String changeMark(Instant at) {
        return jdbc.sql("select count(*) as unexpired, sum(version) as versions,"
                        + " sum(case when starts_at > :at then 1 else 0 end) as pending,"
                        + " max(updated_at) as newest from silence where ends_at > :at")
                .param("at", SqlTimes.of(at))
                .query((row, number) -> row.getLong("unexpired") + "." + row.getLong("versions") + "."
                        + row.getLong("pending") + "." + row.getString("newest"))
                .single();
    }

    /** Expired silences, the last to end first. */
    public List<Silence> findExpired(Instant at, int limit) {
        return jdbc.sql(COLUMNS + "where ends_at <= :at order by ends_at desc, id limit :limit")
                .param("at", SqlTimes.of(at))
                .param("limit", limit)
                .query(readable());
    }

    /** Acknowledgements of these alerts that have not ended; alerts as {@code AlertId.toString()}. */
    public List<Silence> findAcknowledgements(Collection<String> alertIds, Instant at) {
        return alertIds.isEmpty()
                ? List.of()
                : jdbc.sql(
                                COLUMNS
                                        + "where ends_at > :at and alert_id in (:alerts) and alert_id <> '' order by ends_at, id")
                        .param("at", SqlTimes.of(at))
                        .param("alerts", alertIds)
                        .query(readable());
    }

    /** Every version of a silence, oldest first. */
    public List<SilenceChange> history(SilenceId id) {
        return jdbc.sql("select kind, changed_at, changed_by, silence from silence_change where silence_id = :id"
                        + " order by id")
                .param("id", id.value())
                .query(unreadable.leftOutOf(
                        "silence_change",
                        CHANGED_AT,
                        (row, number) -> new SilenceChange(
                                SilenceChange.Kind.valueOf(row.getString("kind")),
                                SqlTimes.read(row, "changed_at"),
                                row.getString("changed_by"),
                                SilenceCodec.readSilence(row.getString("silence")))));
    }

    /** Active silences that end by a time and of whose end nobody has been reminded; no acknowledgements. */
    public List<Silence> findToRemind(Instant at, Instant endsBy) {
        return jdbc.sql(COLUMNS + "where ends_at > :at and ends_at <= :by and starts_at <= :at and alert_id = ''"
                        + " and reminded_at is null order by ends_at, id")
                .param("at", SqlTimes.of(at))
                .param("by", SqlTimes.of(endsBy))
                .query(readable());
    }

    /** Takes the duty to remind; false when another process has it. */
    public boolean markReminded(SilenceId id, Instant at) {
        return mark(id, "reminded_at", at);
    }

    /** Expired silences that nobody has summed up; no acknowledgements. */
    public List<Silence> findToSumUp(Instant at) {
        return jdbc.sql(COLUMNS
                        + "where ends_at <= :at and alert_id = '' and summed_up_at is null order by ends_at, id")
                .param("at", SqlTimes.of(at))
                .query(readable());
    }

    /** Takes the duty to sum up; false when another process has it. */
    public boolean markSummedUp(SilenceId id, Instant at) {
        return mark(id, "summed_up_at", at);
    }

    private boolean mark(SilenceId id, String column, Instant at) {
        return jdbc.sql("update silence set " + column + " = :at where id = :id and " + column + " is null")
                        .param("at", SqlTimes.of(at))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** One that cannot be read mutes nothing: better a message too many than one too few. */
    private ResultSetExtractor<List<Silence>> readable() {
        return unreadable.leftOutOf("silence", UnreadableRows.columns("id"), SilenceStore::map);
    }

    private static Silence map(ResultSet row, int number) throws SQLException {
        return new Silence(
                new SilenceId(row.getString("id")),
                SilenceCodec.readMatchers(row.getString("matchers")),
                SqlTimes.read(row, "starts_at"),
                SqlTimes.read(row, "ends_at"),
                row.getString("author"),
                row.getString("silence_comment"),
                row.getString("alert_id"),
                SqlTimes.read(row, "created_at"),
                SqlTimes.read(row, "updated_at"),
                row.getLong("version"));
    }
}
