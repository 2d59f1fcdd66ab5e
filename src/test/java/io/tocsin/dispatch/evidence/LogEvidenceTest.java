package io.tocsin.dispatch.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.alert.Alert;
import io.tocsin.alert.RuleReference;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryOrigin.AskedFor;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.dispatch.TestAlerts;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.rule.EvidenceSettings;
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
            new EvidenceOptions(List.of("customer-\\d+"), true, true, List.of()));
    private final Alert alert = TestAlerts.alert("ocr", "server1", SLOT);

    @Test
    void asksForTheLinesOfTheAlertInExactlyTheRulesWindow() { // grafana/loki#5844, graylog2-server#6381
        evidence.fetch(alert).join();

        assertThat(querier.asked).isNotNull();
        assertThat(querier.asked.expression()).contains("job=\"ocr\"", "host=\"server1\"", "|= \"ERROR\"");
        assertThat(querier.asked.toInclusive()).isEqualTo(SLOT.minusSeconds(10));
        assertThat(querier.asked.fromExclusive()).isEqualTo(SLOT.minusSeconds(310));
    }

    /** Who looks at a page takes none of the room that rules and messages have. */
    @Test
    void asksAsWhomItIsFor() {
        evidence.fetch(alert, EvidenceSource.EvidenceReach.SURROUNDINGS, AskedFor.PERSON)
                .join();
        assertThat(querier.isAskedByPerson).isTrue();

        evidence.fetch(alert).join();
        assertThat(querier.isAskedByPerson).isFalse();
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
    void putsATraceTogetherThatWasSentLineByLine() {
        Instant at = SLOT.minusSeconds(20);
        querier.answer = lines("ERROR 주문 실패");
        querier.around = new QueryResult.Success<>(
                List.of(
                        line(at.plusMillis(9), "2026-03-02 INFO next"),
                        line(at.plusMillis(3), "Caused by: java.net.ConnectException: refused"),
                        line(at.plusMillis(2), "\tat com.acme.Order.save(Order.java:7)"),
                        line(at.plusMillis(1), "java.lang.IllegalStateException: x"),
                        line(at, "ERROR 주문 실패"),
                        line(at.minusMillis(5), "2026-03-02 INFO before")),
                QueryStatistics.NONE);

        Evidence found = evidence.fetch(withEvidence(0, 1)).join();

        assertThat(found.lines())
                .extracting(Evidence.Line::text, Evidence.Line::place)
                .containsExactly(tuple(
                        "ERROR 주문 실패\njava.lang.IllegalStateException: x\n\tat com.acme.Order.save(Order.java:7)\n"
                                + "Caused by: java.net.ConnectException: refused",
                        Evidence.LinePlace.MATCH));
        assertThat(querier.askedAround.expression()).isEqualTo("{job=\"ocr\"}");
        assertThat(querier.askedAround.order()).isEqualTo(LogLinesQuery.LineOrder.OLDEST_FIRST);
        assertThat(querier.askedAround.limit()).isEqualTo(300);
    }

    @Test
    void showsTheLinesAroundOldestFirstAndMarksTheOneThatMatches() {
        Instant at = SLOT.minusSeconds(20);
        querier.answer = lines("ERROR x");
        querier.around = new QueryResult.Success<>(
                List.of(
                        line(at.plusMillis(2), "INFO c"),
                        line(at.plusMillis(1), "INFO b"),
                        line(at, "ERROR x"),
                        line(at.minusMillis(1), "INFO a"),
                        line(at.minusMillis(2), "INFO too early")),
                QueryStatistics.NONE);

        Evidence found = evidence.fetch(withEvidence(1, 2)).join();

        assertThat(found.lines())
                .extracting(Evidence.Line::text, Evidence.Line::place)
                .containsExactly(
                        tuple("INFO a", Evidence.LinePlace.AROUND),
                        tuple("ERROR x", Evidence.LinePlace.MATCH),
                        tuple("INFO b", Evidence.LinePlace.AROUND),
                        tuple("INFO c", Evidence.LinePlace.AROUND));
        assertThat(found.hasSurroundings()).isTrue();
    }

    @Test
    void saysWhyThereIsNothingAroundALine() {
        querier.answer = lines("ERROR x");
        querier.around = new QueryResult.Failure<>(QueryFailure.TIMEOUT, "too slow");

        Evidence found = evidence.fetch(withEvidence(1, 0)).join();

        assertThat(found.lines()).hasSize(1);
        assertThat(found.cause()).isEqualTo(Evidence.Cause.AROUND_MISSING);
        assertThat(found.problem()).isEqualTo("too slow");
    }

    @Test
    void asksOneQueryOnlyWhenTheMessageHasHadItsOwn() {
        querier.answer = lines("ERROR x");

        evidence.fetch(withEvidence(3, 3), EvidenceSource.EvidenceReach.LINES, AskedFor.RULE)
                .join();

        assertThat(querier.askedAround).isNull();
    }

    private Alert withEvidence(int before, int after) {
        RuleReference rule = alert.rule();
        EvidenceSettings settings = new EvidenceSettings(5, "", before, after, List.of());
        return new Alert(
                alert.id(),
                alert.labels(),
                alert.annotations(),
                alert.activeAt(),
                alert.slot(),
                alert.value(),
                new RuleReference(
                        rule.key(),
                        rule.expression(),
                        rule.condition(),
                        rule.dataSource(),
                        rule.queryOffset(),
                        settings,
                        rule.contactPoints()));
    }

    private static LogLine line(Instant at, String text) {
        return new LogLine(at, Labels.of("job", "ocr", "host", "server1"), text);
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
                .map(text -> new LogLine(SLOT.minusSeconds(20), Labels.of("job", "ocr", "host", "server1"), text))
                .toList();
        return new QueryResult.Success<>(lines, QueryStatistics.NONE);
    }

    private static final class FakeQuerier implements Querier {

        private QueryResult<List<LogLine>> answer = lines("ERROR x");
        private @Nullable LogLinesQuery asked;
        private boolean isAskedByPerson;
        private QueryResult<List<LogLine>> around = new QueryResult.Success<>(List.of(), QueryStatistics.NONE);
        private @Nullable LogLinesQuery askedAround;

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
            if (!query.expression().contains("|=")) {
                askedAround = query;
                return Mono.just(around);
            }
            asked = query;
            return Mono.deferContextual(context -> {
                isAskedByPerson = QueryOrigin.isOfPerson(context);
                return Mono.just(answer);
            });
        }

        @Override
        public Mono<QueryResult<String>> check() {
            throw new UnsupportedOperationException("evidence asks for lines only");
        }
    }
}
