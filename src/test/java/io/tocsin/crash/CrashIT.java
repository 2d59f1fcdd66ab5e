package io.tocsin.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashIT {

    @TempDir
    Path home;

    @Test
    void losesAndDoublesNothingWhenKilled() throws Exception {
        try (CrashRun run = new CrashRun(home, 1)) {
            run.run(1);
        }
    }

    @Test
    @Tag("soak")
    void losesAndDoublesNothingWhenKilledThirtyFiveTimes() throws Exception {
        try (CrashRun run = new CrashRun(home, 2)) {
            run.run(35);
        }
    }
}
