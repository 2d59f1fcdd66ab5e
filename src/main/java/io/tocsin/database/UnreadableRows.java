package io.tocsin.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/**
 * Lets one row that this version cannot read, for example because a newer one wrote it before a rollback, not keep the rows
 * beside it from being read: it is left out and told, in the log once and as a concern for as long as it is met.
 */
@Component
public final class UnreadableRows implements ConcernSource {

    private static final Logger log = LoggerFactory.getLogger(UnreadableRows.class);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final int MOST = 1_000;

    private final Clock clock;
    private final Map<RowPlace, Met> rows = new LinkedHashMap<>();

    public UnreadableRows(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        Gauge.builder(
                        "tocsin.rows.unreadable",
                        this,
                        unreadable -> unreadable.current().size())
                .description("Rows that were left out in the last minutes because this version cannot read them")
                .register(registry);
    }

    private record RowPlace(String table, String key) {}

    private record Met(String problem, Instant first, Instant last) {}

    /** What names a row for people. */
    @FunctionalInterface
    public interface RowName {

        String of(ResultSet row) throws SQLException;
    }

    /** A name made of columns. */
    public static RowName columns(String... names) {
        return row -> {
            List<String> values = new ArrayList<>();
            for (String name : names) {
                values.add(row.getString(name));
            }
            return String.join(" / ", values);
        };
    }

    /** All rows that can be read, in order. */
    public <T> ResultSetExtractor<List<T>> leftOutOf(String table, RowName name, RowMapper<T> mapper) {
        return rows -> {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                try {
                    read.add(mapper.mapRow(rows, read.size()));
                } catch (RuntimeException | StackOverflowError e) {
                    met(table, name.of(rows), Decoded.problem(e));
                }
            }
            return read;
        };
    }

    /** The values of all rows that can be read, in order. */
    public <R, T> List<T> leftOutOf(String table, List<R> rows, Function<R, String> name, Function<R, T> reading) {
        List<T> read = new ArrayList<>();
        for (R row : rows) {
            try {
                read.add(reading.apply(row));
            } catch (RuntimeException | StackOverflowError e) {
                met(table, name.apply(row), Decoded.problem(e));
            }
        }
        return read;
    }

    /** Says that a row could not be read. */
    public synchronized void met(String table, String key, String problem) {
        Instant now = clock.instant();
        RowPlace place = new RowPlace(table, key);
        Met before = rows.get(place);
        if (before == null) {
            log.error(
                    "A row cannot be read by this version, it is left out: table={} row={} cause={}",
                    table,
                    key,
                    problem);
            if (rows.size() >= MOST) {
                rows.remove(rows.keySet().iterator().next());
            }
        }
        rows.put(place, new Met(problem, before == null ? now : before.first(), now));
    }

    private synchronized Map<RowPlace, Met> current() {
        Instant since = clock.instant().minus(FORGOTTEN_AFTER);
        rows.values().removeIf(met -> met.last().isBefore(since));
        return new LinkedHashMap<>(rows);
    }

    /** One for each table. */
    @Override
    public List<Concern> concerns() {
        Map<String, List<Map.Entry<RowPlace, Met>>> byTable = new LinkedHashMap<>();
        current()
                .entrySet()
                .forEach(entry -> byTable.computeIfAbsent(entry.getKey().table(), table -> new ArrayList<>())
                        .add(entry));
        return byTable.entrySet().stream()
                .map(entry -> concern(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Concern concern(String table, List<Map.Entry<RowPlace, Met>> met) {
        Map.Entry<RowPlace, Met> first = met.get(0);
        String others = met.size() == 1 ? "" : ", and " + (met.size() - 1) + " more";
        return new Concern(
                "row-unreadable",
                Severity.UNWATCHED,
                table,
                "row \"" + first.getKey().key() + "\"" + others + " cannot be read by this version: "
                        + first.getValue().problem() + "; run the version that wrote it, or delete it",
                first.getValue().first());
    }
}
