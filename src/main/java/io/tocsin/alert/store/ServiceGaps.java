package io.tocsin.alert.store;

import io.tocsin.database.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** When any replica last said that it works, and the times when none did. All methods block. */
@Repository
public class ServiceGaps {

    private final JdbcClient jdbc;

    ServiceGaps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The last sign of work of all replicas.
     *
     * @param highestAt the latest time that any of them ever had
     */
    public record Beat(Instant at, Instant highestAt) {}

    public Optional<Beat> lastBeat() {
        return jdbc.sql("select beat_at, highest_at from service_beat where id = 1")
                .query((row, number) -> new Beat(SqlTimes.read(row, "beat_at"), SqlTimes.read(row, "highest_at")))
                .optional();
    }

    /** The very first beat. Must not be called within a transaction. */
    public void begin(Instant at) {
        try {
            jdbc.sql("insert into service_beat (id, beat_at, highest_at) values (1, ?, ?)")
                    .params(SqlTimes.of(at), SqlTimes.of(at))
                    .update();
        } catch (DuplicateKeyException e) {
            // Another replica was a moment earlier.
            return;
        }
    }

    /** Follows a beat that was read; false when another replica has done so. */
    public boolean follow(Beat read, Beat next) {
        return jdbc.sql("update service_beat set beat_at = ?, highest_at = ? where id = 1 and beat_at = ?")
                        .params(SqlTimes.of(next.at()), SqlTimes.of(next.highestAt()), SqlTimes.of(read.at()))
                        .update()
                == 1;
    }

    /** @param toldAt null when people are still to be told */
    public void add(Instant from, Instant until, ServiceGap.GapCause cause, @Nullable Instant toldAt) {
        jdbc.sql("insert into service_gap (from_at, until_at, cause, rules, caught_up, skipped, told_at)"
                        + " values (:from, :until, :cause, 0, 0, 0, :told)")
                .param("from", SqlTimes.of(from))
                .param("until", SqlTimes.of(until))
                .param("cause", cause.name())
                .param("told", SqlTimes.ofNullable(toldAt), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    public List<ServiceGap> findUntold() {
        return jdbc.sql("select * from service_gap where told_at is null order by id")
                .query(ServiceGaps::read)
                .list();
    }

    /** Newest first. */
    public List<ServiceGap> findNewest(int limit) {
        return jdbc.sql("select * from service_gap order by from_at desc, id desc limit ?")
                .param(limit)
                .query(ServiceGaps::read)
                .list();
    }

    /** Claims the right to tell of a gap, with what came of it; only one replica gets it. */
    public boolean claimTold(long id, MissedSlots.Total total, Instant at) {
        return jdbc.sql("update service_gap set rules = ?, caught_up = ?, skipped = ?, told_at = ?"
                                + " where id = ? and told_at is null")
                        .params(total.rules(), total.caughtUp(), total.skipped(), SqlTimes.of(at), id)
                        .update()
                == 1;
    }

    private static ServiceGap read(ResultSet row, int number) throws SQLException {
        return new ServiceGap(
                row.getLong("id"),
                SqlTimes.read(row, "from_at"),
                SqlTimes.read(row, "until_at"),
                ServiceGap.GapCause.valueOf(row.getString("cause")),
                row.getInt("rules"),
                row.getLong("caught_up"),
                row.getLong("skipped"),
                SqlTimes.readNullable(row, "told_at") != null);
    }
}
