package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replicas on one PostgreSQL, with everything around them failing, and a judge that knows the truth. */
class ChaosIT {

    @TempDir
    private Path home;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void losesAndDoublesNoMessageWhenEverythingFailsForAMoment() throws Exception {
        check(new ScriptedRules(8, 2, Duration.ofSeconds(2)), 2, 2, Duration.ofSeconds(9), Duration.ofSeconds(3));
    }

    /** {@code -Dchaos.minutes=…} for a shorter run. */
    @Test
    @Tag("soak")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void losesAndDoublesNoMessageOfAThousandRulesWhenEverythingFailsForHalfAnHour() throws Exception {
        Duration disturbance = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 30));
        check(new ScriptedRules(100, 10, Duration.ofSeconds(10)), 1, 3, disturbance, Duration.ofSeconds(30));
    }

    private void check(ScriptedRules rules, long seed, int replicas, Duration disturbance, Duration between)
            throws Exception {
        try (ChaosRun run = new ChaosRun(home, seed, rules)) {
            ChaosRun.Outcome outcome = run.run(replicas, disturbance, between);
            SlotJudge.Verdict slots = outcome.slots();
            MessageJudge.Verdict messages = outcome.messages();

            System.out.printf(
                    "chaos: %d rules, %d kills, %d suspensions, %d faults of the receiver, %d of Loki, %d messages to the"
                            + " database cut%n",
                    slots.rules(),
                    outcome.faults().kills(),
                    outcome.faults().suspensions(),
                    outcome.faults().ofReceiver(),
                    outcome.faults().ofLoki(),
                    outcome.faults().cuts());
            System.out.printf(
                    "chaos: %d slots of rules, %d late, %d failed, %d missing, %d slots of groups skipped, %d wrong%n",
                    slots.slots(),
                    slots.late(),
                    slots.failed(),
                    slots.missing(),
                    outcome.skippedSlots(),
                    slots.wrong().size());
            System.out.printf(
                    "chaos: %d episodes, %d messages, %d lost, %d wrong, %d doubled, %d marked as possible duplicates,"
                            + " condition to message p50 %s, p99 %s, longest %s%n",
                    messages.episodes(),
                    messages.messages(),
                    messages.lost().size(),
                    messages.wrong().size(),
                    messages.doubled().size(),
                    messages.marked(),
                    messages.delays().p50(),
                    messages.delays().p99(),
                    messages.delays().longest());
            messages.delays().slowest().stream().limit(40).forEach(way -> System.out.println("chaos: slow: " + way));
            assertThat(outcome.isCaughtUp()).isTrue();
            assertThat(slots.rules()).isEqualTo(rules.rules());
            assertThat(slots.wrong()).isEmpty();
            assertThat(slots.missing())
                    .as("slots that nobody evaluated must be counted as skipped")
                    .isEqualTo(outcome.skippedSlots() * rules.rulesPerGroup());
            assertThat(messages.episodes()).isPositive();
            assertThat(messages.wrong()).as("told, and never happened").isEmpty();
            assertThat(messages.lost()).as("happened, and never told").isEmpty();
            assertThat(messages.doubled()).as("told twice without saying so").isEmpty();
        }
    }
}
