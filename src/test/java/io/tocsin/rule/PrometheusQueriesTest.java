package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.ExpressionCheck.ExpressionProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusQueriesTest {

    private final ExpressionCheck check = new ExpressionCheck();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "up == 0; up",
                "rate(http_requests_total[5m]) > 3; http_requests_total",
                "sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m])); http_requests_total",
                "histogram_quantile(0.9, sum by (le) (rate(latency_bucket[5m]))); latency_bucket",
                "absent(up{job=\"api\"}); up",
                "node:cpu:ratio > 0.9; node:cpu:ratio"
            })
    void findsTheMetric(String query, String metric) {
        assertThat(PrometheusQueries.metricIn(query)).contains(metric);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(count_over_time({job=\"ocr\"} |= ERROR [5m]))",
                "sum by (job) (count_over_time({job=\"ocr\"} [5m])",
                "rate({job=\"ocr\"}[5m]) > bool 0 or vector(0)",
                "{job=\"up == 0\"}",
                "sum(rate({job=\"a\"}[5m] offset 5m)) by (host) unless on (host) vector(1)"
            })
    void takesNoLogqlForPromql(String query) {
        assertThat(PrometheusQueries.metricIn(query)).isEmpty();
    }

    @Test
    void saysWhatToDoAboutIt() {
        assertThat(check.ofExpression("up == 0", "default"))
                .singleElement()
                .extracting(ExpressionProblem::message)
                .asString()
                .startsWith("syntax error: unexpected IDENTIFIER, expecting a function such as sum or rate, ")
                .contains("; \"up\" is a metric of Prometheus", "count_over_time({job=\"app\"}", "datasource:");
    }
}
