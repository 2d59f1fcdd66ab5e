package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three real processes on one PostgreSQL that are killed and suspended at random; {@link ChaosIT} has the short form. */
class ReplicaCrashIT {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    @TempDir
    private Path home;

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void accountsForEverySlotOfThreeHundredRulesWhenReplicasAreDisturbedForThreeMinutes() throws Exception {
        check(new ScriptedRules(30, 10, INTERVAL), 2, Duration.ofMinutes(3));
    }

    private void check(ScriptedRules rules, long seed, Duration disturbance) throws Exception {
        try (ReplicaCrashRun run = new ReplicaCrashRun(home, seed, rules)) {
            ReplicaCrashRun.Outcome outcome = run.run(disturbance);
            SlotJudge.Verdict verdict = outcome.verdict();

            System.out.printf(
                    "replicas: %d kills, %d suspensions, %d rules, %d slots of rules, %d of them late, %d failed, %d missing,"
                            + " %d slots of groups skipped, %d events%n",
                    outcome.kills(),
                    outcome.suspensions(),
                    verdict.rules(),
                    verdict.slots(),
                    verdict.late(),
                    verdict.failed(),
                    verdict.missing(),
                    outcome.skippedSlots(),
                    verdict.events());
            assertThat(outcome.isCaughtUp()).isTrue();
            assertThat(outcome.kills() + outcome.suspensions()).isPositive();
            assertThat(verdict.rules()).isEqualTo(rules.rules());
            assertThat(verdict.wrong()).isEmpty();
            assertThat(verdict.missing())
                    .as("slots that nobody evaluated must be counted as skipped")
                    .isEqualTo(outcome.skippedSlots() * rules.rulesPerGroup());
            assertThat(verdict.events()).isPositive();
        }
    }
}
