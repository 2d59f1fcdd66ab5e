package io.tocsin.evaluation;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.alert.store.StoredEvaluations;
import io.tocsin.database.H2File;
import io.tocsin.database.H2Housekeeping;
import io.tocsin.database.file.DatabaseSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/**
 * A day of disk use in minutes, for {@code bench/disk-use.sh}: the clock is moved, everything else is real. Arguments: h2 or
 * postgres, the number of rules, the hours, and the CSV file to add a line per hour to. The H2 database is killed every
 * hour. Housekeeping has as many steps as it would take in the simulated time, and the file is forced before each of
 * them. What slices take depends on the disk: a run with its temporary directory in memory says nothing of them.
 */
final class DiskUseRun {

    private static final Duration KEPT_AGE = Duration.ofDays(7);
    private static final long KEPT_ROWS = 500_000;
    private static final int MINUTES = 60;

    private final int rules;
    private final int hours;
    private final Path csv;
    private final SettableClock clock = DiskUseRig.newClock();
    private long longestSliceNanos;

    private DiskUseRun(int rules, int hours, Path csv) {
        this.rules = rules;
        this.hours = hours;
        this.csv = csv;
    }

    public static void main(String[] arguments) throws Exception {
        DiskUseRun run =
                new DiskUseRun(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Path.of(arguments[3]));
        if (arguments[0].equals("h2")) {
            run.onH2();
        } else {
            run.onPostgres();
        }
        System.exit(0); // The PostgreSQL server has threads of its own.
    }

    private void onH2() throws Exception {
        Path directory = Files.createTempDirectory("disk-use");
        for (int hour = 1; hour <= hours; hour++) {
            try (TestDatabase database = TestDatabase.h2WithoutSync(directory);
                    DatabaseSync sync =
                            new DatabaseSync(new H2File(database.dataSource()), directory.resolve("tocsin"), 0)) {
                H2File file = new H2File(database.dataSource());
                H2Housekeeping housekeeping = new H2Housekeeping(file, this::waited);
                DiskUseRig rig = new DiskUseRig(database, rules, clock);
                long largest = 0;
                for (int minute = 0; minute < MINUTES; minute++) {
                    rig.minute(() -> keepHouse(sync, housekeeping));
                    rig.prune(KEPT_AGE, KEPT_ROWS);
                    largest = Math.max(largest, file.use().size());
                }
                H2File.Use use = file.use();
                record("H2", hour, largest, use.size(), use.live(), rows(database));
                if (hour < hours) {
                    database.client().sql("shutdown immediately").update();
                } else {
                    housekeeping.finish(sync::sync);
                }
            }
        }
        record("H2 after a stop", hours, 0, Files.size(directory.resolve("tocsin.mv.db")), 0, 0);
    }

    private static void keepHouse(DatabaseSync sync, H2Housekeeping housekeeping) {
        Duration left = DiskUseRig.STEP;
        while (left.compareTo(Duration.ZERO) > 0) {
            sync.sync();
            left = left.minus(housekeeping.step());
        }
    }

    private void waited(Duration time) {
        longestSliceNanos = Math.max(longestSliceNanos, time.toNanos());
    }

    private void onPostgres() throws Exception {
        try (TestDatabase database = TestDatabase.postgres()) {
            // The server looks for dead rows every minute; a minute of this run is about a second.
            database.client().sql("alter system set autovacuum_naptime = '1s'").update();
            database.client().sql("select pg_reload_conf()").query().listOfRows();
            long empty = postgresSize(database);
            DiskUseRig rig = new DiskUseRig(database, rules, clock);
            for (int hour = 1; hour <= hours; hour++) {
                long largest = 0;
                for (int minute = 0; minute < MINUTES; minute++) {
                    rig.minute(() -> {});
                    rig.prune(KEPT_AGE, KEPT_ROWS);
                    largest = Math.max(largest, postgresSize(database) - empty);
                }
                record("PostgreSQL", hour, largest, postgresSize(database) - empty, 0, rows(database));
            }
            database.client()
                    .sql("select relname, pg_table_size(relid), pg_indexes_size(relid), n_tup_upd, n_tup_hot_upd,"
                            + " n_dead_tup, autovacuum_count from pg_stat_user_tables order by 2 desc limit 8")
                    .query()
                    .listOfRows()
                    .forEach(System.out::println);
            database.client().sql("vacuum full").update();
            record("PostgreSQL compact", hours, 0, postgresSize(database) - empty, 0, rows(database));
        }
    }

    private static long postgresSize(TestDatabase database) {
        return database.client()
                .sql("select sum(pg_total_relation_size(relid)) from pg_stat_user_tables")
                .query(Long.class)
                .single();
    }

    private static long rows(TestDatabase database) {
        return new StoredEvaluations(database.client()).count();
    }

    private void record(String database, int hour, long largest, long size, long live, long rows) throws IOException {
        String line = String.format(
                Locale.ROOT,
                "%s,%d,%d,%.1f,%.1f,%.1f,%d,%d%n",
                database,
                rules,
                hour,
                size / 1e6,
                live / 1e6,
                largest / 1e6,
                rows,
                longestSliceNanos / 1_000_000);
        longestSliceNanos = 0;
        System.out.print(line);
        if (!Files.exists(csv)) {
            Files.writeString(csv, "database,rules,hour,size_mb,live_mb,largest_mb,evaluations,longest_slice_ms\n");
        }
        Files.writeString(csv, line, StandardOpenOption.APPEND);
    }
}
