package io.tocsin.dispatch.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.dispatch.TestAlerts;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LogEvidenceTest {

    private static final Instant SLOT = Instant.parse("2026-03-02T10:00:00Z");

    private final FakeQuerier querier = new FakeQuerier();
    private final LogEvidence evidence = new LogEvidence(
            new DataSources() {
                @Override
                public Optional<Querier> find(DataSourceName name) {
                    return name.equals(DataSourceName.DEFAULT) ? Optional.of(querier) : Optional.empty();
                }

                @Override
                public Set<DataSourceName> names() {
                    return Set.of(DataSourceName.DEFAULT);
                }
            },
            new EvidenceOptions(List.of("customer-\\d+"), true, true));
    private final Alert alert = TestAlerts.alert("ocr", "server1", SLOT);

    @Test
    void asksForTheLinesOfTheAlertInExactlyTheRulesWindow() { // grafana/loki#5844, graylog2-server#6381
        evidence.fetch(alert).join();

        assertThat(querier.asked).isNotNull();
        assertThat(querier.asked.expression()).contains("job=\"ocr\"", "host=\"server1\"", "|= \"ERROR\"");
        assertThat(querier.asked.toInclusive()).isEqualTo(SLOT.minusSeconds(10));
        assertThat(querier.asked.fromExclusive()).isEqualTo(SLOT.minusSeconds(310));
    }

    @Test
    void redactsAndFoldsTheLines() {
        querier.answer = lines("ERROR timeout for customer-4711", "ERROR timeout for customer-4712");

        Evidence found = evidence.fetch(alert).join();

        assertThat(found.lines()).allSatisfy(line -> assertThat(line.text()).doesNotContain("4711", "4712"));
        assertThat(found.total()).isEqualTo(2);
    }

    @Test
    void saysWhyThereAreNoLines() {
        querier.answer = new QueryResult.Failure<>(QueryFailure.TIMEOUT, "Loki did not answer within 10s");

        assertThat(evidence.fetch(alert).join().problem()).isEqualTo("Loki did not answer within 10s");
    }

    @Test
    void linksToTheSameQueryAndWindow() {
        assertThat(evidence.query(alert)).hasValueSatisfying(query -> {
            assertThat(query.to()).isEqualTo(SLOT.minusSeconds(10));
            assertThat(Duration.between(query.from(), query.to())).isEqualTo(Duration.ofMinutes(5));
        });
    }

    private static QueryResult<List<LogLine>> lines(String... texts) {
        List<LogLine> lines = Arrays.stream(texts)
                .map(text -> new LogLine(SLOT.minusSeconds(20), Labels.empty(), text))
                .toList();
        return new QueryResult.Success<>(lines, QueryStatistics.NONE);
    }

    private static final class FakeQuerier implements Querier {

        private QueryResult<List<LogLine>> answer = lines("ERROR x");
        private @Nullable LogLinesQuery asked;

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            throw new UnsupportedOperationException("evidence asks for lines only");
        }

        @Override
        public Mono<QueryResult<List<Series>>> queryRange(
                String expression, Instant start, Instant end, Duration step) {
            throw new UnsupportedOperationException("evidence asks for lines only");
        }

        @Override
        public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
            asked = query;
            return Mono.just(answer);
        }

        @Override
        public Mono<QueryResult<String>> check() {
            throw new UnsupportedOperationException("evidence asks for lines only");
        }
    }
}
