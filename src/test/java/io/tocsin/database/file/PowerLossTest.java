package io.tocsin.database.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.database.H2File;
import io.tocsin.database.file.WriteTrace.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cuts the power at a point of a recorded run, and lets the device keep what it likes of that which was not forced. The
 * database must open, hold a state that it once had, and one that is not older than the last finished sync.
 */
class PowerLossTest {

    private static final String SETTINGS = ";WRITE_DELAY=0;RETENTION_TIME=0;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesNothingThatWasSynced(boolean syncsEachWrite) throws Exception {
        cutTheRun(40, 48, syncsEachWrite);
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesNothingThatWasSyncedWhereverItIsCut(boolean syncsEachWrite) throws Exception {
        cutTheRun(120, Integer.MAX_VALUE, syncsEachWrite);
    }

    private void cutTheRun(int commits, int cuts, boolean syncsEachWrite) throws Exception {
        WriteTrace trace = new WriteTrace();
        int begin = record(trace, commits, syncsEachWrite);
        Random random = new Random(7);
        int step = Math.max(1, (trace.size() - begin) / cuts);
        for (int cut = begin; cut < trace.size(); cut += step) {
            for (Loss loss : Loss.values()) {
                Path place = Files.createDirectory(directory.resolve(cut + "-" + loss));
                trace.restore(cut, loss, random, place);
                check(place, trace.promisedAt(cut), "cut " + cut + " " + loss);
                deleteAll(place);
            }
        }
    }

    private int record(WriteTrace trace, int commits, boolean syncsEachWrite) throws Exception {
        trace.register();
        Path home = Files.createDirectory(directory.resolve("run"));
        Path file = home.resolve("db");
        String url = SyncedFilePath.url(traced(file), syncsEachWrite);
        int begin;
        try (LedgerDatabase database = new LedgerDatabase(url + SETTINGS);
                DatabaseSync sync = new DatabaseSync(new H2File(database.dataSource()), traced(file), 0)) {
            database.create();
            sync.sync();
            begin = trace.size();
            Random random = new Random(42);
            for (int commit = 1; commit <= commits; commit++) {
                database.commit(commit);
                if (syncsEachWrite) {
                    trace.promise(commit);
                } else if (commit % 17 == 0) {
                    sync.sync();
                    trace.promise(commit);
                }
                if (random.nextInt(10) == 0) {
                    housekeep(database.store());
                }
            }
        }
        return begin;
    }

    /** As the running gateway makes its file smaller. */
    private static void housekeep(MVStore store) {
        if (store.compact(95, 64 * 1024)) {
            store.commit();
        }
        store.sync();
        store.compactFile(1);
    }

    private static Path traced(Path file) {
        return Path.of("trace:" + file);
    }

    private static void check(Path place, long promised, String what) throws SQLException {
        try (LedgerDatabase database =
                new LedgerDatabase(SyncedFilePath.url(place.resolve("db"), false) + SETTINGS + ";IFEXISTS=TRUE")) {
            long found = database.lastCommit();
            assertThat(found).as(what).isGreaterThanOrEqualTo(promised);
            assertThat(database.rows()).as(what).isEqualTo(LedgerDatabase.expectedRows(found));
        }
    }

    private static void deleteAll(Path place) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var listed = Files.list(place)) {
            listed.forEach(files::add);
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(place);
    }
}
