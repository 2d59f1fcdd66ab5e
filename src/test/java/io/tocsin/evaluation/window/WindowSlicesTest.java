package io.tocsin.evaluation.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.evaluation.window.WindowSlices.SliceQuestion;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.window.Slicing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowSlicesTest {

    private static final Instant SLOT = Instant.parse("2026-03-01T10:00:07Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Labels A = Labels.of("h", "a");
    private static final Labels B = Labels.of("h", "b");

    private final WindowSlices five = window("5m");

    @Test
    void readsAllSlicesAtOnceWhenItKnowsNone() {
        assertThat(five.missing(SLOT))
                .containsExactly(new SliceQuestion(slice("1m"), SLOT.minusSeconds(240), SLOT, MINUTE));
        assertThat(five.value(SLOT)).isEmpty();
    }

    @Test
    void readsTheNewSliceAndTheOneBeforeOnceMore() {
        fill(five, SLOT);

        assertThat(five.missing(SLOT)).isEmpty();
        assertThat(five.missing(SLOT.plusSeconds(60)))
                .containsExactly(single("1m", SLOT), single("1m", SLOT.plusSeconds(60)));

        fill(five, SLOT.plusSeconds(60));
        assertThat(five.missing(SLOT.plusSeconds(120)))
                .containsExactly(single("1m", SLOT.plusSeconds(60)), single("1m", SLOT.plusSeconds(120)));
    }

    @Test
    void readsWhatSomebodyElseReadMeanwhile() {
        fill(five, SLOT);

        assertThat(five.missing(SLOT.plusSeconds(180)))
                .containsExactly(new SliceQuestion(slice("1m"), SLOT, SLOT.plusSeconds(180), MINUTE));

        fill(five, SLOT.plusSeconds(180));
        assertThat(five.missing(SLOT.plusSeconds(180))).isEmpty();
        assertThat(five.missing(SLOT.plusSeconds(240)))
                .containsExactly(single("1m", SLOT.plusSeconds(180)), single("1m", SLOT.plusSeconds(240)));
    }

    @Test
    void aWindowThatBeginsWithinAnIntervalHasTwoSlicesToAnInterval() {
        WindowSlices window = window("2m30s");

        assertThat(window.missing(SLOT))
                .containsExactly(
                        new SliceQuestion(slice("30s"), SLOT.minusSeconds(120), SLOT, MINUTE),
                        single("30s", SLOT.minusSeconds(90)),
                        single("30s", SLOT.minusSeconds(30)));

        fill(window, SLOT);
        assertThat(window.missing(SLOT.plusSeconds(60)))
                .containsExactly(
                        single("30s", SLOT),
                        single("30s", SLOT.plusSeconds(60)),
                        single("30s", SLOT.minusSeconds(30)),
                        single("30s", SLOT.plusSeconds(30)));
    }

    @Test
    void addsUpTheSlicesOfTheWindowAndForgetsThoseBefore() {
        fill(five, SLOT, A, 1);
        for (int slot = 1; slot <= 20; slot++) {
            Instant at = SLOT.plusSeconds(60L * slot);
            Labels labels = slot == 1 ? B : A;
            fill(five, at, labels, 1);
            assertThat(five.value(at).orElseThrow())
                    .as("slot %s", slot)
                    .containsExactlyInAnyOrderElementsOf(
                            slot < 2 || slot > 4
                                    ? slot == 1
                                            ? List.of(new Sample(A, 3), new Sample(B, 2))
                                            : List.of(new Sample(A, 5))
                                    : List.of(new Sample(A, 4), new Sample(B, 1)));
            assertThat(five.samples()).isEqualTo(5);
        }
    }

    @Test
    void aSliceThatIsReadOnceMoreCountsAsItWasReadLast() {
        fill(five, SLOT, A, 1);

        Instant next = SLOT.plusSeconds(60);
        five.add(single("1m", SLOT), Map.of(SLOT.toEpochMilli(), List.of(new Sample(A, 7), new Sample(B, 2))), next);
        five.add(single("1m", next), Map.of(), next);

        assertThat(five.value(next).orElseThrow()).containsExactlyInAnyOrder(new Sample(A, 10), new Sample(B, 2));
        assertThat(five.samples()).isEqualTo(5);
    }

    @Test
    void knowsNothingOfAnotherGrid() {
        fill(five, SLOT, A, 1);
        Instant moved = SLOT.plusSeconds(20);

        assertThat(five.value(moved)).isEmpty();
        assertThat(five.missing(moved))
                .containsExactly(new SliceQuestion(slice("1m"), moved.minusSeconds(240), moved, MINUTE));
        assertThat(five.samples()).isZero();
    }

    @Test
    void takesNothingInThatIsNotPlain() {
        Map<Long, List<Sample>> answer = Map.of(SLOT.toEpochMilli(), List.of(new Sample(A, 1), new Sample(A, 2)));

        assertThat(five.add(five.missing(SLOT).get(0), answer, SLOT)).isFalse();
        assertThat(five.samples()).isZero();
    }

    @Test
    void keepsTheLabelsOfManySeriesThatComeAndGoNoLongerThanTheirSlices() {
        for (int slot = 0; slot < 500; slot++) {
            Instant at = SLOT.plusSeconds(60L * slot);
            fill(five, at, Labels.of("h", "only-" + slot), 1);
            assertThat(five.value(at)).isPresent();
        }

        assertThat(five.samples()).isEqualTo(5);
    }

    private static WindowSlices window(String range) {
        Slicing slicing = Slicing.of(question(range), MINUTE);
        return new WindowSlices(((Slicing.SlicedWindows) slicing).parts().get(0), MINUTE);
    }

    private static String question(String range) {
        return "sum by (h) (count_over_time({a=\"b\"} |= \"x\" [" + range + "]))";
    }

    private static String slice(String length) {
        return question(length);
    }

    private static SliceQuestion single(String length, Instant at) {
        return new SliceQuestion(slice(length), at, at, MINUTE);
    }

    private static void fill(WindowSlices window, Instant at) {
        fill(window, at, A, 1);
    }

    /** Answers all that is missing with one sample in each slice. */
    private static void fill(WindowSlices window, Instant at, Labels labels, double value) {
        for (SliceQuestion question : window.missing(at)) {
            Map<Long, List<Sample>> answer = new HashMap<>();
            for (Instant time = question.first(); !time.isAfter(question.last()); time = time.plus(question.step())) {
                answer.put(time.toEpochMilli(), List.of(new Sample(labels, value)));
            }
            assertThat(window.add(question, answer, at)).isTrue();
        }
    }
}
