package io.tocsin.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.prometheus.PrometheusQuerier;
import io.tocsin.standin.FaultyServer;
import io.tocsin.standin.HttpFault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/**
 * Data sources that misbehave, over real sockets. All are asked at once before the first test, so that the whole table
 * takes little longer than the longest wait in it.
 */
class DataSourceFaultsTest {

    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final int MAX_ANSWER_BYTES = 1024 * 1024;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long HUNDRED_MEGABYTES = 100_000_000;
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000);
    private static final Map<Question, Map<HttpFault, Asked>> ASKED = new EnumMap<>(Question.class);

    /** Everything that is asked of data sources. */
    private enum Question {
        LOKI_INSTANT(true, "vector", querier -> querier.query("q", AT)),
        LOKI_RANGE(true, "matrix", querier -> querier.queryRange("q", AT, AT.plusSeconds(60), Duration.ofSeconds(60))),
        LOKI_LINES(
                true, "streams", querier -> querier.logs(new LogLinesQuery("{a=\"b\"}", AT, AT.plusSeconds(60), 10))),
        LOKI_CHECK(true, "vector", Querier::check),
        PROMETHEUS_INSTANT(false, "vector", querier -> querier.query("q", AT)),
        PROMETHEUS_RANGE(
                false, "matrix", querier -> querier.queryRange("q", AT, AT.plusSeconds(60), Duration.ofSeconds(60)));

        private final boolean isLoki;
        private final String resultType;
        private final Function<Querier, Mono<? extends QueryResult<?>>> ask;

        Question(boolean isLoki, String resultType, Function<Querier, Mono<? extends QueryResult<?>>> ask) {
            this.isLoki = isLoki;
            this.resultType = resultType;
            this.ask = ask;
        }

        private String rightAnswer() {
            return "{\"status\":\"success\",\"data\":{\"resultType\":\"" + resultType + "\",\"result\":[]}}";
        }
    }

    /** A data source that was asked once. */
    private record Asked(FaultyServer server, Querier querier, CompletableFuture<QueryResult<?>> result) {}

    @BeforeAll
    static void askAllAtOnce() throws Exception {
        for (Question question : Question.values()) {
            try (FaultyServer warmUp = new FaultyServer(HttpFault.SENDS_A_GZIP_BOMB, question.rightAnswer())) {
                ask(question, querier(question, warmUp, LONG, LONG)).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        for (Question question : Question.values()) {
            Map<HttpFault, Asked> byFault = new HashMap<>();
            for (HttpFault fault : HttpFault.values()) {
                FaultyServer server = new FaultyServer(fault, question.rightAnswer());
                Querier querier = querier(
                        question,
                        server,
                        fault.needsTls() ? SHORT : LONG,
                        fault.isEndless() && !fault.needsTls() ? SHORT : LONG);
                byFault.put(fault, new Asked(server, querier, ask(question, querier)));
            }
            ASKED.put(question, byFault);
        }
    }

    @AfterAll
    static void close() {
        ASKED.values()
                .forEach(byFault ->
                        byFault.values().forEach(asked -> asked.server().close()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ACCEPTS_AND_NEVER_ANSWERS               | TIMEOUT         | no complete answer from
            NEVER_FINISHES_THE_TLS_HANDSHAKE        | UNREACHABLE     | does that port speak https?
            DRIPS_THE_HEADERS                       | TIMEOUT         | no complete answer from
            DRIPS_THE_BODY                          | TIMEOUT         | no complete answer from
            SAYS_CONTINUE_FOR_EVER                  | TIMEOUT         | no complete answer from
            SENDS_HEADERS_FOR_EVER                  | INVALID_ANSWER  | is not HTTP that can be read
            SENDS_A_HUNDRED_MEGABYTES               | QUERY_TOO_LARGE | larger than 1 MiB
            SENDS_A_HUNDRED_MEGABYTES_WITH_AN_ERROR | SERVER_ERROR    | answered 500: stack trace
            SENDS_A_GZIP_BOMB                       | QUERY_TOO_LARGE | larger than 1 MiB
            SENDS_BROKEN_GZIP                       | INVALID_ANSWER  | could not be decompressed
            REDIRECTS                               | INVALID_ANSWER  | 302
            CLOSES_WITHOUT_AN_ANSWER                | UNREACHABLE     | closed the connection
            RESETS_THE_CONNECTION                   | UNREACHABLE     | closed the connection
            CLOSES_WITHIN_THE_HEADERS               | UNREACHABLE     | closed the connection
            CLOSES_WITHIN_THE_BODY                  | UNREACHABLE     | closed the connection
            CLOSES_WITHIN_A_CHUNK                   | UNREACHABLE     | closed the connection
            PROMISES_MORE_THAN_IT_SENDS             | TIMEOUT         | no complete answer from
            SENDS_AN_IMPOSSIBLE_LENGTH              | INVALID_ANSWER  | is not HTTP that can be read
            IS_NOT_HTTP                             | INVALID_ANSWER  | is not HTTP that can be read
            """)
    void saysOfEveryQuestionWhatWentWrong(HttpFault fault, QueryFailure reason, String message) throws Exception {
        for (Question question : Question.values()) {
            assertFailure(question, fault, reason, message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SENDS_A_WEB_PAGE    | it begins with: <!DOCTYPE html>
            SENDS_AN_EMPTY_BODY | the answer is empty
            SENDS_INVALID_UTF_8 | the answer is not complete JSON
            SENDS_DEEP_JSON     | the answer is not complete JSON
            """)
    void takesNoSuccessForAnAnswerThatIsNone(HttpFault fault, String message) throws Exception {
        for (Question question : Question.values()) {
            if (question != Question.LOKI_CHECK) {
                assertFailure(question, fault, QueryFailure.INVALID_ANSWER, message);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void readsWhatAnOldProxySends(Question question) throws Exception {
        assertThat(result(question, HttpFault.SPEAKS_HTTP_1_0)).isInstanceOf(Success.class);
    }

    /** A check asks twice by itself, and gets what is left over in between. */
    @ParameterizedTest
    @EnumSource(value = Question.class, mode = EnumSource.Mode.EXCLUDE, names = "LOKI_CHECK")
    void takesNothingFromTheAnswerBeforeForItsOwn(Question question) throws Exception {
        result(question, HttpFault.SENDS_MORE_THAN_IT_PROMISES);

        Querier querier =
                ASKED.get(question).get(HttpFault.SENDS_MORE_THAN_IT_PROMISES).querier();
        assertThat(ask(question, querier).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(Success.class);
    }

    /** Connections of complete answers are kept for a while; all others end with the question. */
    @ParameterizedTest
    @EnumSource(Question.class)
    void leavesNoConnectionBehind(Question question) throws Exception {
        List<HttpFault> complete = List.of(
                HttpFault.SENDS_A_WEB_PAGE,
                HttpFault.SENDS_AN_EMPTY_BODY,
                HttpFault.SENDS_INVALID_UTF_8,
                HttpFault.SENDS_DEEP_JSON,
                HttpFault.REDIRECTS,
                HttpFault.SENDS_MORE_THAN_IT_PROMISES);
        for (HttpFault fault : HttpFault.values()) {
            FaultyServer server = ASKED.get(question).get(fault).server();
            if (!complete.contains(fault)) {
                result(question, fault);
                assertThat(server.isLeftAloneWithin(PATIENCE_MILLIS))
                        .as("%s", fault)
                        .isTrue();
            }
            assertThat(server.sentBytes()).isLessThan(HUNDRED_MEGABYTES / 2);
        }
    }

    private static void assertFailure(Question question, HttpFault fault, QueryFailure reason, String message)
            throws Exception {
        QueryResult<?> result = result(question, fault);

        assertThat(result).as("%s", question).isInstanceOf(Failure.class);
        Failure<?> failure = (Failure<?>) result;
        assertThat(failure.reason()).as("%s: %s", question, failure.message()).isEqualTo(reason);
        assertThat(failure.message()).as("%s", question).contains(message).hasSizeLessThan(1000);
    }

    private static QueryResult<?> result(Question question, HttpFault fault) throws Exception {
        return ASKED.get(question).get(fault).result().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<QueryResult<?>> ask(Question question, Querier querier) {
        return question.ask
                .apply(querier)
                .<QueryResult<?>>map(Function.identity())
                .toFuture();
    }

    private static Querier querier(Question question, FaultyServer server, Duration connect, Duration timeout) {
        HttpSettings settings = TestClients.settings(
                URI.create(server.url()), new HttpSettings.RequestLimits(connect, timeout, MAX_ANSWER_BYTES));
        HttpQueryClient client = new HttpQueryClient(settings, "Tocsin/test");
        return question.isLoki ? TestClients.loki(client) : new PrometheusQuerier(client);
    }
}
