package io.tocsin.datasource.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.QueriedOnly;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.label.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ObservedQuerierTest {

    private static final Instant NOW = Instant.parse("2026-11-18T10:00:00Z");
    private static final DataSourceName LOKI = new DataSourceName("loki");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DataSourceHealthMonitor monitor =
            new DataSourceHealthMonitor(Clock.fixed(NOW, ZoneOffset.UTC), UnaryOperator.identity());

    @Test
    void countsAnswersAndWhatTheyCost() {
        ask(Mono.just(new Success<>(List.of(), new QueryStatistics(1000, 3))));

        assertThat(count("success")).isEqualTo(1);
        assertThat(meters.get("tocsin.datasource.processed")
                        .tag("datasource", "loki")
                        .counter()
                        .count())
                .isEqualTo(1000);
        assertThat(monitor.health(LOKI).lastAnsweredAt()).isEqualTo(NOW);
    }

    @Test
    void countsFailuresByReason() {
        ask(Mono.just(new Failure<>(QueryFailure.SERIES_LIMIT, "too many")));

        assertThat(count("series_limit")).isEqualTo(1);
    }

    @Test
    void turnsADefectIntoAFailure() {
        QueryResult<List<Sample>> result = ask(Mono.error(new IllegalStateException("geheim")));

        assertThat(result).isInstanceOf(Failure.class);
        assertThat(result.toString()).contains("INVALID_ANSWER").doesNotContain("geheim");
        assertThat(monitor.health(LOKI).isFailing()).isTrue();
    }

    @Test
    void linesThatAreNotFoundInTimeSayNothingOfHowRulesFare() {
        QueryResult<List<LogLine>> result = observed(Mono.never())
                .logs(new LogLinesQuery("{a=\"b\"}", NOW, NOW, 1))
                .block(Duration.ofSeconds(20));

        assertThat(result).isInstanceOf(Failure.class);
        assertThat(monitor.health(LOKI).isFailing()).isFalse();
    }

    private long count(String outcome) {
        return meters.get(ObservedQuerier.QUERIES)
                .tags("datasource", "loki", "operation", "query", "outcome", outcome)
                .timer()
                .count();
    }

    private QueryResult<List<Sample>> ask(Mono<QueryResult<List<Sample>>> answer) {
        return observed(answer).query("q", NOW).block(Duration.ofSeconds(60));
    }

    private ObservedQuerier observed(Mono<QueryResult<List<Sample>>> answer) {
        return new ObservedQuerier(LOKI, new FixedQuerier(answer), monitor, meters);
    }

    private record FixedQuerier(Mono<QueryResult<List<Sample>>> answer) implements QueriedOnly {

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            return answer;
        }

        @Override
        public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
            return Mono.just(new Failure<>(QueryFailure.TIMEOUT, "scripted"));
        }
    }
}
