package io.tocsin.alert.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.label.Fingerprint;
import io.tocsin.label.Labels;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InstanceReadingsTest {

    private static final GroupKey GROUP = new GroupKey("a.yml", "g");
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final List<Double> VALUES =
            List.of(0.0, -0.0, 1.0, -7.0, 0.1, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, (double) Long.MAX_VALUE);

    private static AlertInstance row(int rule, int host) {
        return new AlertInstance(
                new RuleKey(GROUP, "alert" + rule, new Fingerprint(rule * 31L)),
                Labels.of("host", "server" + host),
                InstanceState.FIRING,
                InstanceTimes.firing(START, START, START),
                3,
                new TreeMap<>(Map.of("summary", "three")));
    }

    private static InstanceReadings readAgain(InstanceReadings readings) {
        return InstanceReadings.read(readings.stored());
    }

    @Test
    void readsBackWhatWasWrittenWhateverItWas() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<AlertInstance> rows = new ArrayList<>();
            List<AlertInstance> newest = new ArrayList<>();
            InstanceReadings.ReadingsChange change = InstanceReadings.EMPTY.change();
            for (int i = 0; i < 20; i++) {
                AlertInstance row = row(i % 3, i);
                AlertInstance now = row.at(START, VALUES.get(random.nextInt(VALUES.size())));
                if (random.nextInt(3) == 0) {
                    now = now.withAnnotations(new TreeMap<>(Map.of("summary", "\"값\" " + now.value(), "more", "")));
                }
                assertThat(change.put(row, now)).isTrue();
                rows.add(row);
                newest.add(now);
            }

            InstanceReadings read = readAgain(change.done());

            assertThat(rows.stream().map(read::newest).toList())
                    .as("seed %d", seed)
                    .isEqualTo(newest);
        }
    }

    @Test
    void takesFewBytesForAValueOfAKnownRule() {
        InstanceReadings.ReadingsChange one = InstanceReadings.EMPTY.change();
        one.put(row(1, 1), row(1, 1).at(START, 4));
        InstanceReadings.ReadingsChange two = one.done().change();
        two.put(row(1, 2), row(1, 2).at(START, 5));

        assertThat(two.done().stored().length - one.done().stored().length).isEqualTo(1 + 8 + 1);
    }

    @Test
    void keepsTheTextsThatASlotLeavesAsTheyAre() {
        AlertInstance row = row(1, 1);
        AlertInstance four = row.at(START, 4).withAnnotations(new TreeMap<>(Map.of("summary", "four")));
        AlertInstance five = four.at(START, 5);
        InstanceReadings.ReadingsChange first = InstanceReadings.EMPTY.change();
        first.put(row, four);
        InstanceReadings.ReadingsChange second = first.done().change();
        second.put(four, five);

        assertThat(readAgain(second.done()).newest(row)).isEqualTo(five);
    }

    @Test
    void forgetsAnInstanceWhoseRowIsWritten() {
        InstanceReadings.ReadingsChange first = InstanceReadings.EMPTY.change();
        first.put(row(1, 1), row(1, 1).at(START, 4));
        InstanceReadings.ReadingsChange second = first.done().change();

        second.remove(row(1, 1));

        assertThat(second.done().newest(row(1, 1))).isEqualTo(row(1, 1));
        assertThat(second.done().stored()).isNull();
        assertThat(first.done().newest(row(1, 1)).value()).isEqualTo(4);
    }

    @Test
    void isTheSameObjectWhenNothingHasChanged() {
        InstanceReadings.ReadingsChange first = InstanceReadings.EMPTY.change();
        first.put(row(1, 1), row(1, 1).at(START, 4));
        InstanceReadings readings = first.done();
        InstanceReadings.ReadingsChange second = readings.change();

        second.put(row(1, 1).at(START, 4), row(1, 1).at(START.plusSeconds(60), 4));
        second.remove(row(1, 2));

        assertThat(second.done()).isSameAs(readings);
    }

    @Test
    void takesNoMoreThanThereIsRoomFor() {
        InstanceReadings.ReadingsChange change = InstanceReadings.EMPTY.change();
        String text = "x".repeat(2_000);
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            AlertInstance now = row(1, i).at(START, i + 0.5).withAnnotations(new TreeMap<>(Map.of("summary", text)));
            taken += change.put(row(1, i), now) ? 1 : 0;
        }

        InstanceReadings readings = change.done();

        assertThat(taken).isBetween(60, 200);
        assertThat(readings.stored().length).isLessThan(1_000_000);
        InstanceReadings.ReadingsChange next = readings.change();
        assertThat(next.put(row(1, 0).at(START, 0.5), row(1, 0).at(START, 7)))
                .as("one that is there stays")
                .isTrue();
    }

    @Test
    void refusesWhatItHasNotWritten() {
        assertThatThrownBy(() -> InstanceReadings.read(new byte[] {9})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InstanceReadings.read(new byte[] {1, 0, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
