package io.tocsin.logql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logql.ast.LogRange;
import io.tocsin.logql.ast.LogRanges;
import io.tocsin.logql.ast.MetricExpr;
import io.tocsin.logql.ast.OutputLabels;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionQueriesTest {

    private static final String ERRORS = "sum by (host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m]))";

    private final LogqlParser parser = new LogqlParser();

    @Test
    void findsRangesFromLeftToRight() {
        MetricExpr expr =
                metric("sum(rate({a=\"1\"} [1m])) / sum(rate({a=\"2\"} | json [2m] offset 1h)) > 0 or vector(0)");

        assertThat(LogRanges.in(expr))
                .extracting(LogRange::toString)
                .containsExactly("{a=\"1\"}[1m]", "{a=\"2\"} | json [2m] offset 1h0m0s");
    }

    @Test
    void addsToOffsetsThatAreThere() {
        MetricExpr expr = metric("count_over_time({a=\"1\"}[1m]) - count_over_time({a=\"1\"}[1m] offset 1h)");

        MetricExpr shifted = LogRanges.shift(expr, Duration.ofSeconds(30));

        assertThat(shifted)
                .hasToString("count_over_time({a=\"1\"}[1m] offset 30s)"
                        + " - count_over_time({a=\"1\"}[1m] offset 1h0m30s)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sum by (a, b) (rate({x=\"1\"}[1m])); a; true",
                "sum by (a, b) (rate({x=\"1\"}[1m])); c; false",
                "sum(rate({x=\"1\"}[1m])); a; false",
                "sum without (a) (rate({x=\"1\"}[1m])); a; false",
                "sum without (a) (rate({x=\"1\"}[1m])); b; true",
                "topk(2, sum by (a) (rate({x=\"1\"}[1m]))); a; true",
                "topk(2, sum by (a) (rate({x=\"1\"}[1m]))); b; false",
                "rate({x=\"1\"} | keep a [1m]); b; false",
                "rate({x=\"1\"} | keep a | regexp \"(?P<b>.)\" [1m]); b; true",
                "rate({x=\"1\"} | drop a [1m]); a; false",
                "rate({x=\"1\"} | drop a | json [1m]); a; true",
                "rate({x=\"1\"} | label_format c=a [1m]); a; false",
                "rate({x=\"1\"} | keep q | label_format c=\"1\" [1m]); c; true",
                "sum_over_time({x=\"1\"} | unwrap ms [1m]); ms; false",
                "absent_over_time({x=\"1\", y=~\"2.+\"}[1m]); x; true",
                "absent_over_time({x=\"1\", y=~\"2.+\"}[1m]); y; false",
                "sum by (a) (rate({x=\"1\"}[1m])) or vector(0); a; true",
                "sum by (a) (rate({x=\"1\"}[1m])) / on () sum(rate({x=\"1\"}[1m])); a; false",
                "sum by (a) (rate({x=\"1\"}[1m])) / on () group_left () sum(rate({x=\"1\"}[1m])); a; true",
                "sum by (a) (rate({x=\"1\"}[1m])) > 5; a; true",
                "label_replace(sum by (a) (rate({x=\"1\"}[1m])), \"n\", \"$1\", \"a\", \"(.*)\"); n; true",
                "vector(1); a; false",
            })
    void knowsWhichLabelsSeriesCanHave(String expr, String label, boolean possible) {
        assertThat(OutputLabels.of(metric(expr)).mayContain(label)).isEqualTo(possible);
    }

    private MetricExpr metric(String query) {
        return (MetricExpr) parser.parse(query);
    }
}
