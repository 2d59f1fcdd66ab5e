package io.tocsin.datasource.loki;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LokiRangeQueryTest {

    static Stream<Arguments> shifts() {
        return Stream.of(
                Arguments.of("count_over_time({job=\"a\"}[5m])", "count_over_time({job=\"a\"}[5m] offset 7s)"),
                Arguments.of(
                        "rate({job=\"a\"} != \"x\" [5m] offset 1m)", "rate({job=\"a\"} != \"x\" [5m] offset 1m7s)"),
                Arguments.of("rate({job=\"a\"}[5m] offset -7s)", "rate({job=\"a\"}[5m])"),
                Arguments.of(
                        "sum(rate({a=\"b\"}[1m])) / sum(rate({a=\"c\"}[1m])) > 0.5",
                        "sum(rate({a=\"b\"}[1m] offset 7s)) / sum(rate({a=\"c\"}[1m] offset 7s)) > 0.5"),
                Arguments.of(
                        "(sum by (job) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m]))) or vector(0)",
                        "sum by (job) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m] offset 7s)) or vector(0)"),
                Arguments.of(
                        "topk(2, label_replace(rate({a=\"b\"} | json [1m]), \"x\", \"$1\", \"y\", \"(.*)\"))",
                        "topk(2, label_replace(rate({a=\"b\"} | json [1m] offset 7s), \"x\", \"$1\", \"y\", \"(.*)\"))"),
                Arguments.of("vector(1)", "vector(1)"));
    }

    @ParameterizedTest
    @MethodSource("shifts")
    void addsTheOffsetToEachRange(String expression, String shifted) {
        String result = LokiRangeQuery.shift(expression, Duration.ofSeconds(7)).orElseThrow();

        assertThat(LokiRangeQuery.shift(shifted, Duration.ZERO)).contains(result);
        assertThat(result.contains("offset")).isEqualTo(shifted.contains("offset"));
    }

    @Test
    void leavesWhatItCannotParse() {
        assertThat(LokiRangeQuery.shift("rate(http_requests_total[5m])", Duration.ofSeconds(7)))
                .isEmpty();
        assertThat(LokiRangeQuery.shift("{job=\"a\"}", Duration.ofSeconds(7))).isEmpty();
    }
}
