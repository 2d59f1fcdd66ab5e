package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database under load and {@code kill -9}: it opens every time, and nothing acknowledged is gone. */
class DatabaseCrashIT {

    @TempDir
    private Path home;

    @Test
    void opensAndKeepsEverythingWhenKilled() throws Exception {
        check(1, 1, new ScriptedRules(8, 4, Duration.ofSeconds(1)));
    }

    @Test
    @Tag("soak")
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void opensAndKeepsEverythingWhenKilledFiftyTimes() throws Exception {
        check(50, 2, new ScriptedRules(20, 10, Duration.ofSeconds(1)));
    }

    private void check(int kills, long seed, ScriptedRules rules) throws Exception {
        try (DatabaseCrashRun run = new DatabaseCrashRun(home, seed, rules)) {
            SlotJudge.Verdict verdict = run.run(kills);

            System.out.printf(
                    "database: %d kills, %d rules, %d slots of rules, %d of them late, %d failed, %d missing, %d events%n",
                    kills,
                    verdict.rules(),
                    verdict.slots(),
                    verdict.late(),
                    verdict.failed(),
                    verdict.missing(),
                    verdict.events());
            assertThat(verdict.rules()).isEqualTo(rules.rules());
            assertThat(verdict.wrong()).isEmpty();
            assertThat(verdict.missing()).isZero();
            assertThat(verdict.events()).isPositive();
        }
    }
}
