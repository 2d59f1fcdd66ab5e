package io.tocsin.silence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SilenceIndexTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String[] NAMES = {"alertname", "host", "job"};
    private static final String[] VALUES = {"", "a", "b", "web-1", "web-2"};

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsWhatComparingEachSilenceWouldFindInTheSameOrder(long seed) {
        Random random = new Random(seed);
        List<Silence> silences = IntStream.range(0, random.nextInt(12))
                .mapToObj(i -> silence(i, random))
                .toList();
        SilenceIndex index = new SilenceIndex(silences);

        for (int i = 0; i < 20; i++) {
            Labels labels = labels(random);
            String id = "alert-" + random.nextInt(3);

            assertThat(index.covering(labels, () -> id))
                    .as("%s %s of %s", id, labels, silences)
                    .containsExactlyElementsOf(silences.stream()
                            .filter(silence -> silence.covers(id, labels))
                            .toList());
        }
    }

    private static Silence silence(int number, Random random) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            matchers.add(new LabelMatcher(
                    any(NAMES, random),
                    MatchType.values()[random.nextInt(MatchType.values().length)],
                    any(VALUES, random)));
        }
        String alertId = random.nextInt(4) == 0 ? "alert-" + random.nextInt(3) : "";
        SilenceDraft draft = new SilenceDraft(matchers, NOW, NOW.plusSeconds(60), "ann", "deploy", alertId);
        // The ids are not in the order of the list.
        return Silence.create(new SilenceId("s-" + (100 - number)), draft, NOW);
    }

    private static Labels labels(Random random) {
        Map<String, String> labels = new TreeMap<>();
        for (String name : NAMES) {
            labels.put(name, any(VALUES, random));
        }
        return Labels.of(labels);
    }

    private static String any(String[] texts, Random random) {
        return texts[random.nextInt(texts.length)];
    }

    @Test
    void asksForTheIdOfAnAlertOnlyWhenOneIsAcknowledged() {
        SilenceIndex index = new SilenceIndex(List.of(Silence.create(
                new SilenceId("s-1"),
                new SilenceDraft(
                        List.of(LabelMatcher.equal("host", "web-1")), NOW, NOW.plusSeconds(60), "ann", "deploy", ""),
                NOW)));

        assertThat(index.covering(Labels.of("host", "web-1"), () -> {
                    throw new AssertionError("nothing is acknowledged");
                }))
                .hasSize(1);
    }
}
