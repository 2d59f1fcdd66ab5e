package io.tocsin.evaluation.recording;

import io.tocsin.database.SqlTimes;
import io.tocsin.text.Shortened;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The newest answers of all recording rules, shared by all replicas. Blocks. */
@Repository
public class RecordedSeries {

    private static final int MAX_ERROR = 1000;

    private final JdbcClient jdbc;

    RecordedSeries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Recorded> findAll() {
        return jdbc.sql("select id, slot, series, samples, error, seconds from recorded_series order by id")
                .query(RecordedSeries::read)
                .list();
    }

    /** Puts an answer in the place of an older one; what is newer stays. */
    void save(Recorded recorded) {
        int updated = jdbc.sql("update recorded_series set slot = :slot, series = :series, samples = :samples,"
                        + " error = '', seconds = :seconds where id = :id and slot < :slot")
                .param("id", recorded.id())
                .param("slot", SqlTimes.of(recorded.slot()))
                .param("series", recorded.series())
                .param("samples", recorded.samples())
                .param("seconds", recorded.seconds())
                .update();
        if (updated == 0) {
            insert(recorded);
        }
    }

    /** Notes why a question had no answer; the answer before stays for as long as it is fresh. */
    void fail(String id, String error, double seconds) {
        String text = Shortened.of(error.replace("\u0000", ""), MAX_ERROR);
        int updated = jdbc.sql("update recorded_series set error = :error, seconds = :seconds where id = :id")
                .param("id", id)
                .param("error", text)
                .param("seconds", seconds)
                .update();
        if (updated == 0) {
            insert(new Recorded(id, Instant.EPOCH, 0, "", text, seconds));
        }
    }

    private void insert(Recorded recorded) {
        try {
            jdbc.sql("insert into recorded_series (id, slot, series, samples, error, seconds)"
                            + " values (:id, :slot, :series, :samples, :error, :seconds)")
                    .param("id", recorded.id())
                    .param("slot", SqlTimes.of(recorded.slot()))
                    .param("series", recorded.series())
                    .param("samples", recorded.samples())
                    .param("error", recorded.error())
                    .param("seconds", recorded.seconds())
                    .update();
        } catch (DuplicateKeyException e) {
            // A newer answer is there already, or another replica was a moment earlier.
            return;
        }
    }

    private static Recorded read(ResultSet row, int number) throws SQLException {
        return new Recorded(
                row.getString("id"),
                SqlTimes.read(row, "slot"),
                row.getInt("series"),
                row.getString("samples"),
                row.getString("error"),
                row.getDouble("seconds"));
    }
}
