package io.tocsin.evaluation.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RecordingRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeriesTextTest {

    private static RecordingRule rule(Map<String, String> labels) {
        return new RecordingRule(
                new GroupKey("f.yml", "g"), "job:errors:rate5m", "vector(1)", new TreeMap<>(labels), 3);
    }

    private static String print(Map<String, String> labels, Sample... answer) {
        return SeriesText.print(SeriesText.series(rule(labels), List.of(answer)));
    }

    @Test
    void hasTheRulesNameAndItsLabelsBeforeThoseOfTheAnswer() {
        assertThat(print(
                        Map.of("team", "web", "job", "all"),
                        new Sample(Labels.of("job", "ocr", "host", "server1"), 12)))
                .isEqualTo("job:errors:rate5m{host=\"server1\",job=\"all\",team=\"web\"} 12\n");
        assertThat(print(Map.of(), new Sample(Labels.empty(), 0.25))).isEqualTo("job:errors:rate5m 0.25\n");
        assertThat(print(Map.of("host", ""), new Sample(Labels.of("host", "server1"), 1)))
                .as("an empty label takes one away")
                .isEqualTo("job:errors:rate5m 1\n");
    }

    @Test
    void writesWhatPrometheusReads() {
        assertThat(print(
                        Map.of(),
                        new Sample(Labels.of("a", "x\"y\\z\nß한"), Double.NaN),
                        new Sample(Labels.of("a", "2"), Double.POSITIVE_INFINITY),
                        new Sample(Labels.of("a", "3"), Double.NEGATIVE_INFINITY),
                        new Sample(Labels.of("a", "4"), -1.5e300),
                        new Sample(Labels.of("a", "5"), 9.0e18)))
                .isEqualTo("""
                        job:errors:rate5m{a="x\\"y\\\\z\\nß한"} NaN
                        job:errors:rate5m{a="2"} +Inf
                        job:errors:rate5m{a="3"} -Inf
                        job:errors:rate5m{a="4"} -1.5E300
                        job:errors:rate5m{a="5"} 9.0E18
                        """);
        assertThat(print(Map.of(), new Sample(Labels.of("http.status", "5", "9x", "y"), 1)))
                .isEqualTo("job:errors:rate5m{_9x=\"y\",http_status=\"5\"} 1\n");
    }

    @Test
    void refusesTwoSeriesThatBecomeOne() {
        assertThatThrownBy(() -> print(
                        Map.of("host", "all"),
                        new Sample(Labels.of("host", "server1"), 1),
                        new Sample(Labels.of("host", "server2"), 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector contains metrics with the same labelset after applying rule labels");
    }
}
