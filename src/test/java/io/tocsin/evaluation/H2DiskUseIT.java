package io.tocsin.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import io.tocsin.TestDatabase;
import io.tocsin.database.H2File;
import io.tocsin.database.H2Housekeeping;
import io.tocsin.database.file.DatabaseSync;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The H2 file stays small while it is written to, also when the process is killed. */
class H2DiskUseIT {

    private static final int RULES = 200;
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path directory;

    private final SettableClock clock = DiskUseRig.newClock();

    @Test
    void theFileStaysWithinOneAndAHalfTimesItsLiveDataAndLittleMore() throws Exception {
        try (TestDatabase database = TestDatabase.h2WithoutSync(directory)) {
            H2File.Use use = run(database, 5);

            assertThat(use.size()).isLessThan(use.live() * 3 / 2 + 3 * MEGABYTE);
            finish(new H2File(database.dataSource()), () -> {});
        }

        assertThat(size()).as("after a normal stop").isLessThan(3 * MEGABYTE);
    }

    /** H2 must not overwrite what the state that was forced last needs, and that state goes along with the compaction. */
    @Test
    void theFileIsCompactAfterAStopThoughItsForcedStateIsKept() throws Exception {
        long live;
        try (TestDatabase database = TestDatabase.h2WithoutSync(directory);
                DatabaseSync sync =
                        new DatabaseSync(new H2File(database.dataSource()), directory.resolve("tocsin"), 0)) {
            DiskUseRig rig = new DiskUseRig(database, 10 * RULES, clock);
            for (int minute = 0; minute < 5; minute++) {
                rig.minute(sync::sync);
            }
            H2File file = new H2File(database.dataSource());
            live = file.use().live();
            assertThat(size()).as("before").isGreaterThan(live * 2);

            finish(file, sync::sync);
        }

        assertThat(size()).as("after a normal stop").isLessThan(live * 3 / 2 + MEGABYTE);
    }

    @Test
    void theFileStaysSmallWhenTheProcessIsKilledAgainAndAgain() throws Exception {
        for (int kill = 0; kill < 2; kill++) {
            try (TestDatabase database = TestDatabase.h2WithoutSync(directory)) {
                H2File.Use use = run(database, 4);
                assertThat(use.size()).isLessThan(use.live() * 3 / 2 + 3 * MEGABYTE);
                database.client().sql("shutdown immediately").update();
            }
        }

        try (TestDatabase database = TestDatabase.h2WithoutSync(directory)) {
            assertThat(new H2File(database.dataSource()).use().live()).isLessThan(5 * MEGABYTE);
        }
    }

    /** It takes some seconds and no more, which may be too few on a machine that others use. */
    private static void finish(H2File file, Runnable force) {
        H2Housekeeping housekeeping = new H2Housekeeping(file, time -> {});
        for (int i = 0; i < 5; i++) {
            housekeeping.finish(force);
        }
    }

    private H2File.Use run(TestDatabase database, int minutes) {
        H2File file = new H2File(database.dataSource());
        H2Housekeeping housekeeping = new H2Housekeeping(file, time -> {}, MEGABYTE);
        DiskUseRig rig = new DiskUseRig(database, RULES, clock);
        for (int minute = 0; minute < minutes; minute++) {
            rig.minute(housekeeping::step);
        }
        return file.use();
    }

    private long size() throws Exception {
        return Files.size(directory.resolve("tocsin.mv.db"));
    }
}
