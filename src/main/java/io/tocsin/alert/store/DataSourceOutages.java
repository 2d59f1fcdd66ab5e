package io.tocsin.alert.store;

import io.tocsin.database.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How the data sources are, as seen by all replicas together. All methods block. */
@Repository
public class DataSourceOutages {

    private final JdbcClient jdbc;

    DataSourceOutages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Data sources that fail, and those that answer again without people having been told. */
    public List<DataSourceOutage> findAll() {
        return jdbc.sql("select * from data_source_health where failing_since is not null or fired_at is not null"
                        + " order by name")
                .query(DataSourceOutages::read)
                .list();
    }

    /** The data source answered. Nothing is written when it did before. */
    public void answered(String dataSource) {
        jdbc.sql("update data_source_health set failing_since = null where name = ? and failing_since is not null")
                .params(dataSource)
                .update();
    }

    /**
     * The data source failed; an outage that has begun goes on. Must not be called within a transaction.
     *
     * @param since the slot that could not be evaluated, if the outage begins now
     * @param at when it failed; that, and not the slot, is where its pending time begins
     */
    public void failed(String dataSource, Instant since, Instant at, String reason, String message) {
        if (update(dataSource, since, at, reason, message)) {
            return;
        }
        try {
            jdbc.sql("insert into data_source_health (name, failing_since, first_failed_at, failed_at, reason, message)"
                            + " values (?, ?, ?, ?, ?, ?)")
                    .params(
                            dataSource,
                            SqlTimes.of(since),
                            SqlTimes.of(at),
                            SqlTimes.of(at),
                            reason,
                            RuleRecords.limited(message))
                    .update();
        } catch (DuplicateKeyException e) {
            update(dataSource, since, at, reason, message);
        }
    }

    private boolean update(String dataSource, Instant since, Instant at, String reason, String message) {
        return jdbc.sql("update data_source_health set first_failed_at ="
                                + " case when failing_since is null then ? else first_failed_at end,"
                                + " failing_since = coalesce(failing_since, ?), failed_at = ?, reason = ?, message = ?"
                                + " where name = ?")
                        .params(
                                SqlTimes.of(at),
                                SqlTimes.of(since),
                                SqlTimes.of(at),
                                reason,
                                RuleRecords.limited(message),
                                dataSource)
                        .update()
                == 1;
    }

    /** Claims the right to tell of an outage that began at the given time; only one replica gets it. */
    public boolean claimFired(String dataSource, Instant since, Instant firedAt) {
        return jdbc.sql("update data_source_health set fired_at = ?"
                                + " where name = ? and fired_at is null and failing_since = ?")
                        .params(SqlTimes.of(firedAt), dataSource, SqlTimes.of(since))
                        .update()
                == 1;
    }

    /** Claims the right to tell that an outage is over; only one replica gets it. */
    public boolean claimResolved(String dataSource, Instant firedAt) {
        return jdbc.sql("update data_source_health set fired_at = null, failing_since = null"
                                + " where name = ? and fired_at = ?")
                        .params(dataSource, SqlTimes.of(firedAt))
                        .update()
                == 1;
    }

    private static DataSourceOutage read(ResultSet row, int number) throws SQLException {
        return new DataSourceOutage(
                row.getString("name"),
                SqlTimes.readNullable(row, "failing_since"),
                SqlTimes.readNullable(row, "first_failed_at"),
                SqlTimes.readNullable(row, "failed_at"),
                row.getString("message"),
                SqlTimes.readNullable(row, "fired_at"));
    }
}
