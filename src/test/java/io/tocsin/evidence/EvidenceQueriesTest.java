package io.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceQueriesTest {

    private static final Labels OCR =
            Labels.of("alertname", "ocr_alert", "severity", "critical", "job", "ocr", "host", "server1");

    private final EvidenceQueries queries = new EvidenceQueries();

    static Stream<Arguments> derivations() {
        return Stream.of(
                Arguments.of(
                        "by labels become filters, a label of the selector stays there",
                        "(sum by (job, host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m]))) or vector(0)",
                        "{job=\"ocr\"} |= \"ERROR\" | host=\"server1\""),
                Arguments.of(
                        "a looser matcher of the selector gets the exact value beside it",
                        "sum by (job)(rate({job=~\"ocr|es\", env=\"prod\"}[1m])) > 5",
                        "{job=~\"ocr|es\", env=\"prod\", job=\"ocr\"}"),
                Arguments.of(
                        "a parsed label is compared behind its parser",
                        "sum by (host)(count_over_time({job=\"ocr\"} | json | status >= 500 [5m]))",
                        "{job=\"ocr\"} | json | status>=500 | host=\"server1\""),
                Arguments.of(
                        "no aggregation: the rule's own labels must not exclude lines",
                        "count_over_time({job=\"ocr\"}[5m])",
                        "{job=\"ocr\"} | host=~\"server1|\" | job=~\"ocr|\" | severity=~\"critical|\""),
                Arguments.of("a sum over all has nothing to narrow", "sum(rate({job=\"ocr\"}[5m]))", "{job=\"ocr\"}"),
                Arguments.of(
                        "of a ratio the numerator's lines",
                        "sum by (host)(rate({job=\"ocr\"} |= \"E\" [5m])) / sum by (host)(rate({job=\"ocr\"}[5m]))",
                        "{job=\"ocr\"} |= \"E\" | host=\"server1\""),
                Arguments.of(
                        "a label that the other side adds is not the line's",
                        "sum by (host)(rate({a=\"b\"}[1m])) * on (host) group_left (job) sum by (host, job)(rate({a=\"c\"}[1m]))",
                        "{a=\"b\"} | host=\"server1\""),
                Arguments.of(
                        "a replaced label is not the line's",
                        "label_replace(sum by (host, job)(rate({a=\"b\"}[1m])), \"host\", \"$1\", \"host\", \"(.*)\")",
                        "{a=\"b\"} | job=\"ocr\""),
                Arguments.of(
                        "a formatted label is compared in a way that Loki does not move",
                        "sum by (host)(count_over_time({job=\"ocr\"} | logfmt | label_format host=\"{{.h}}\" [5m]))",
                        "{job=\"ocr\"} | logfmt | label_format host=\"{{.h}}\" | host=\"server1\" or host=\"server1\""),
                Arguments.of(
                        "an unwrapped range keeps the lines that have a value",
                        "max by (host)(max_over_time({job=\"ocr\"} | json | unwrap ms | __error__=\"\" [5m]))",
                        "{job=\"ocr\"} | json | ms!=\"\" | __error__=\"\" | host=\"server1\""),
                Arguments.of(
                        "a label that the alert lacks is absent in its lines too",
                        "sum by (host, pod)(rate({job=\"ocr\"}[5m]))",
                        "{job=\"ocr\"} | host=\"server1\" | pod=\"\""),
                Arguments.of(
                        "the first range that looks for lines",
                        "absent_over_time({job=\"x\"}[5m]) or sum by (job)(rate({job=\"ocr\"}[5m]))",
                        "{job=\"ocr\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("derivations")
    void derivesTheLines(String name, String expression, String expected) {
        String derived = queries.derive(expression, OCR).orElseThrow().expression();

        assertThat(derived).isEqualTo(new LogqlParser().parse(expected).toString());
    }

    @Test
    void doesNotNarrowTheSampleOfVectorZero() {
        String expression = "(sum by (job, host)(count_over_time({job=\"ocr\"}[5m]))) or vector(0)";

        assertThat(queries.derive(expression, Labels.of("alertname", "a"))
                        .orElseThrow()
                        .expression())
                .isEqualTo("{job=\"ocr\"}");
    }

    @Test
    void quotesValuesWhateverTheyAre() {
        Labels odd = Labels.of("host", "a.b|\"c\"\\d\ne");

        String exact = queries.derive("sum by (host)(rate({job=\"ocr\"}[5m]))", odd)
                .orElseThrow()
                .expression();
        String tolerant =
                queries.derive("rate({job=\"ocr\"}[5m])", odd).orElseThrow().expression();

        assertThat(new LogqlParser().parse(exact)).hasToString(exact);
        assertThat(new LogqlParser().parse(tolerant)).hasToString(tolerant);
        assertThat(tolerant).contains("a\\\\.b\\\\|");
    }

    @Test
    void hasExactlyTheWindowOfTheRange() {
        EvidenceQuery query = queries.derive("sum(rate({job=\"ocr\"}[5m] offset 1m)) > 0", OCR)
                .orElseThrow();
        Instant evaluatedAt = Instant.parse("2026-11-18T10:10:00Z");

        assertThat(query.fromExclusive(evaluatedAt)).isEqualTo("2026-11-18T10:04:00Z");
        assertThat(query.toInclusive(evaluatedAt)).isEqualTo("2026-11-18T10:09:00Z");
    }

    @Test
    void findsNothingWhereNoLinesAreCounted() {
        assertThat(queries.derive("vector(1)", OCR)).isEmpty();
        assertThat(queries.derive("absent_over_time({job=\"ocr\"}[5m])", OCR)).isEmpty();
        assertThat(queries.derive("rate(http_requests_total[5m]) > 1", OCR)).isEmpty();
        assertThat(queries.derive("{job=\"ocr\"}", OCR)).isEmpty();
    }

    @Test
    void takesTheWindowForAGivenQuery() {
        assertThat(queries.given("{job=\"x\"}", "sum(rate({job=\"ocr\"}[7m] offset 1m))"))
                .isEqualTo(new EvidenceQuery("{job=\"x\"}", Duration.ofMinutes(7), Duration.ofMinutes(1)));
        assertThat(queries.given("{job=\"x\"}", "up == 0"))
                .isEqualTo(new EvidenceQuery("{job=\"x\"}", Duration.ofMinutes(5), Duration.ZERO));
    }
}
