package io.tocsin.alert.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.EvaluationResult;
import io.tocsin.alert.RuleHealth;
import io.tocsin.label.Fingerprint;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationChunkTest {

    private static final GroupKey GROUP = new GroupKey("a.yml", "g");
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private static RuleKey rule(int number) {
        return new RuleKey(GROUP, "alert" + number, new Fingerprint(number * 31L));
    }

    private static EvaluationRecord evaluation(Instant slot, Double value) {
        return new EvaluationRecord(
                new EvaluationResult(slot, RuleHealth.OK, "", "", Duration.ofMillis(3), 2), 2, value, 0, false);
    }

    private static Map<RuleKey, EvaluationRecord> slotOf(int rules, Instant slot) {
        Map<RuleKey, EvaluationRecord> evaluations = new LinkedHashMap<>();
        for (int number = 0; number < rules; number++) {
            evaluations.put(rule(number), evaluation(slot, 7.0));
        }
        return evaluations;
    }

    @Test
    void takesTwoBytesForAnEvaluationLikeTheLastOne() {
        EvaluationChunk chunk = EvaluationChunk.EMPTY.with(slotOf(20, START)).with(slotOf(20, START.plusSeconds(10)));

        int before = chunk.size();
        chunk = chunk.with(slotOf(20, START.plusSeconds(20)));

        assertThat(chunk.size() - before).isEqualTo(20 * 2 + 2);
    }

    @Test
    void readsBackWhatWasWrittenWhateverItWas() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<EvaluationChunk.RuleAtSlot> expected = new ArrayList<>();
            EvaluationChunk chunk = EvaluationChunk.EMPTY;
            Instant slot = START;
            for (int i = 0; i < 40; i++) {
                slot = random.nextInt(5) == 0 ? slot.minusMillis(random.nextInt(90_000)) : slot.plusSeconds(10);
                Map<RuleKey, EvaluationRecord> evaluations = new LinkedHashMap<>();
                boolean isLate = random.nextBoolean();
                for (int number = 0; number < 6; number++) {
                    if (random.nextInt(10) > 0) {
                        EvaluationRecord evaluation = random(random, slot, isLate);
                        evaluations.put(rule(number), evaluation);
                        expected.add(
                                new EvaluationChunk.RuleAtSlot(EvaluationChunk.numberOf(rule(number)), evaluation));
                    }
                }
                chunk = i % 2 == 0
                        ? chunk.with(evaluations)
                        : EvaluationChunk.read(chunk.stored()).with(evaluations);
            }

            assertThat(EvaluationChunk.read(chunk.stored()).entries())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            assertThat(EvaluationChunk.read(chunk.stored()).newestOf(rule(3)))
                    .isEqualTo(chunk.newestOf(rule(3)))
                    .isNotNull();
            assertThat(chunk.firstSlot())
                    .isEqualTo(expected.stream()
                            .map(entry -> entry.evaluation().result().slot())
                            .min(Instant::compareTo)
                            .orElseThrow());
            assertThat(chunk.lastSlot())
                    .isEqualTo(expected.stream()
                            .map(entry -> entry.evaluation().result().slot())
                            .max(Instant::compareTo)
                            .orElseThrow());
        }
    }

    private static EvaluationRecord random(Random random, Instant slot, boolean isLate) {
        RuleHealth health = RuleHealth.values()[random.nextInt(RuleHealth.values().length)];
        String error = random.nextInt(3) == 0 ? "no answer \u00e9" + random.nextInt(3) : "";
        Double[] values = {
            null, 0.0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, 9e17, 1e300, -4.0, (double) random.nextInt(9)
        };
        return new EvaluationRecord(
                new EvaluationResult(
                        slot,
                        health,
                        error.isEmpty() ? "" : "timeout",
                        error,
                        Duration.ofMillis(random.nextInt(40_000)),
                        random.nextInt(5)),
                random.nextInt(4),
                values[random.nextInt(values.length)],
                random.nextInt(2) == 0 ? 0 : random.nextLong() >>> 20,
                isLate);
    }

    @Test
    void neverReadsBeyondWhatIsThereHoweverItIsCutOrChanged() {
        EvaluationChunk chunk = EvaluationChunk.EMPTY;
        for (int i = 0; i < 10; i++) {
            chunk = chunk.with(slotOf(4, START.plusSeconds(i)));
        }
        byte[] bytes = chunk.stored();
        Random random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            byte[] broken = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            try {
                EvaluationChunk.read(broken);
            } catch (RuntimeException e) {
                assertThat(e)
                        .isInstanceOfAny(
                                IllegalArgumentException.class,
                                java.time.DateTimeException.class,
                                ArithmeticException.class);
            }
        }
        assertThatThrownBy(() -> EvaluationChunk.read(new byte[] {2, 0}))
                .hasMessage("evaluations in the form of another version");
    }
}
