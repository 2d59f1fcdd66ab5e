package io.tocsin.datasource.loki;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.QueryStatistics;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.TestClients;
import io.tocsin.datasource.http.BasicAuth;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.http.HttpSettings;
import io.tocsin.datasource.http.TlsSettings;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class LokiQuerierTest {

    private static final Instant AT = Instant.ofEpochSecond(1794999600);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsAVectorWithItsStatistics() throws InterruptedException {
        Recording recording = reply("001-query-vector");

        QueryResult<List<Sample>> result = await(loki().query(recording.query(), AT));

        assertThat(result)
                .isEqualTo(new Success<>(
                        List.of(
                                new Sample(Labels.of("host", "server1"), 41),
                                new Sample(Labels.of("host", "server2"), 4)),
                        new QueryStatistics(34779, 234)));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getUrl().encodedPath()).isEqualTo("/loki/api/v1/query");
        assertThat(request.getUrl().queryParameter("query")).isEqualTo(recording.query());
        assertThat(request.getUrl().queryParameter("time")).isEqualTo("1794999600000000000");
        assertThat(request.getHeaders().get("User-Agent")).isEqualTo("Tocsin/test");
        assertThat(request.getHeaders().get("Accept-Encoding")).contains("gzip");
    }

    @Test
    void readsAScalarAsOneSampleWithoutLabels() {
        reply("003-query-scalar");

        assertThat(value(loki().query("1 + 1.5", AT))).containsExactly(new Sample(Labels.empty(), 2.5));
    }

    @Test
    void readsNotANumberAndInfinities() {
        reply("005-query-nan-inf");

        assertThat(value(loki().query("q", AT)))
                .extracting(Sample::value)
                .containsExactly(5.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @Test
    void tellsAnEmptyAnswerFromAFailure() {
        reply("006-query-empty-vector");

        assertThat(value(loki().query("q", AT))).isEmpty();
    }

    @Test
    void refusesLogLinesWhereANumberIsNeeded() {
        reply("012-query-range-streams-backward");

        assertFailure(loki().query("{job=\"x\"}", AT), QueryFailure.BAD_QUERY, "count_over_time");
    }

    @Test
    void refusesAMatrixForAnInstantQuery() {
        reply("008-query-range-matrix");

        assertFailure(loki().query("q", AT), QueryFailure.INVALID_ANSWER, "\"matrix\" instead of vector");
    }

    @Test
    void sendsALongQueryAsAForm() throws InterruptedException {
        reply("040-post-form-query");
        String query = "sum(count_over_time({job=\"ocr\"} |= \"" + "가".repeat(1000) + "\" [5m]))";

        value(loki().query(query, AT));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getUrl().query()).isNull();
        assertThat(request.getHeaders().get("Content-Type")).startsWith("application/x-www-form-urlencoded");
        String form = java.net.URLDecoder.decode(request.getBody().utf8(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(form).isEqualTo("query=" + query + "&time=1794999600000000000");
    }

    @Test
    void asksForLinesOfAMetricRangesWindowNewestFirst() throws InterruptedException {
        reply("013-query-range-streams-categorized");
        LogLinesQuery query = new LogLinesQuery("{job=\"spring\"}", Instant.ofEpochSecond(1794996000), AT, 5);

        List<LogLine> lines = value(loki().logs(query));

        assertThat(lines)
                .hasSizeBetween(1, 5)
                .isSortedAccordingTo((a, b) -> b.timestamp().compareTo(a.timestamp()));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/loki/api/v1/query_range");
        assertThat(request.getUrl().queryParameter("start")).isEqualTo("1794996000000000001");
        assertThat(request.getUrl().queryParameter("end")).isEqualTo("1794999600000000001");
        assertThat(request.getUrl().queryParameter("direction")).isEqualTo("backward");
        assertThat(request.getUrl().queryParameter("limit")).isEqualTo("5");
    }

    @Test
    void readsLinesOfManyBytesAndLanguages() {
        reply("016-query-range-unicode");

        assertThat(value(loki().logs(new LogLinesQuery("q", AT.minusSeconds(60), AT, 100))))
                .isNotEmpty()
                .anySatisfy(line -> assertThat(line.line()).containsPattern("[가-힣]"));
    }

    @Test
    void refusesNumbersWhereLinesAreNeeded() {
        reply("008-query-range-matrix");

        assertFailure(
                loki().logs(new LogLinesQuery("q", AT.minusSeconds(60), AT, 1)), QueryFailure.BAD_QUERY, "log lines");
    }

    @Test
    void asksForAnAlignedRangeAsItIs() throws InterruptedException {
        Recording recording = reply("008-query-range-matrix");
        Instant start = Instant.ofEpochSecond(1794996000);

        List<Series> series =
                value(loki().queryRange(recording.query(), start, start.plusSeconds(7200), Duration.ofMinutes(20)));

        assertThat(series).hasSize(2);
        assertThat(series.get(0).points())
                .hasSize(6)
                .first()
                .isEqualTo(new Series.Point(Instant.ofEpochSecond(1794997200), 31));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getUrl().queryParameter("query")).isEqualTo(recording.query());
        assertThat(request.getUrl().queryParameter("step")).isEqualTo("1200");
    }

    @Test
    void movesAnUnalignedRangeToMultiplesOfTheStepAndBack() throws InterruptedException {
        reply("008-query-range-matrix");
        Instant start = Instant.ofEpochSecond(1794996000).plusSeconds(300);

        List<Series> series = value(loki().queryRange(
                        "count_over_time({a=\"b\"}[5m])", start, start.plusSeconds(6100), Duration.ofMinutes(20)));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getUrl().queryParameter("query")).isEqualTo("count_over_time({a=\"b\"}[5m] offset 15m0s)");
        assertThat(request.getUrl().queryParameter("start")).isEqualTo("1794997200000000000");
        assertThat(request.getUrl().queryParameter("end")).isEqualTo("1795003200000000000");
        assertThat(series.get(0).points().get(0).at()).isEqualTo(start);
        assertThat(series.get(0).points().get(5).at()).isEqualTo(start.plusSeconds(6000));
    }

    @Test
    void asksPointByPointWhatCannotBeRewritten() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            reply("001-query-vector");
        }
        Instant start = Instant.ofEpochSecond(1794996007);

        List<Series> series =
                value(loki().queryRange("not logql", start, start.plusSeconds(120), Duration.ofMinutes(1)));

        assertThat(series)
                .extracting(Series::labels)
                .containsExactly(Labels.of("host", "server1"), Labels.of("host", "server2"));
        assertThat(series.get(0).points())
                .extracting(Series.Point::at)
                .containsExactly(start, start.plusSeconds(60), start.plusSeconds(120));
        assertThat(server.takeRequest().getUrl().encodedPath()).isEqualTo("/loki/api/v1/query");
    }

    @Test
    void givesNoPartOfARangeWhenOnePointFails() {
        reply("001-query-vector");
        reply("031-error-too-many-series");
        reply("001-query-vector");
        Instant start = Instant.ofEpochSecond(1794996007);

        assertFailure(
                loki().queryRange("q", start, start.plusSeconds(120), Duration.ofMinutes(1)),
                QueryFailure.SERIES_LIMIT,
                "maximum number of series (500)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            018-error-parse                     | BAD_QUERY       | parse error at line 1, col 37
            021-error-log-query-instant         | BAD_QUERY       | wrap the query in count_over_time
            027-error-limit-too-large           | QUERY_TOO_LARGE | max_entries_limit_per_query
            029-error-resolution                | QUERY_TOO_LARGE | larger step
            030-error-range-too-long            | QUERY_TOO_LARGE | max_query_length
            031-error-too-many-series           | SERIES_LIMIT    | sum by (few labels)
            032-error-pipeline                  | BAD_QUERY       | __error__=""
            033-error-many-to-many-500          | BAD_QUERY       | group_left
            034-error-approx-topk-disabled-500  | BAD_QUERY       | approx_topk is not enabled
            036-not-found                       | INVALID_ANSWER  | without /loki/api/v1
            075-not-ready-503                   | SERVER_ERROR    | Some services are not Running
            080-no-org-id-401                   | UNAUTHORIZED    | TOCSIN_LOKI_TENANT
            109-limit-query-length-400          | QUERY_TOO_LARGE | shorten the range
            104-push-stream-rate-429            | TOO_MANY_REQUESTS | limits the rate
            116-timeout-metric                  | TIMEOUT         | query_timeout
            """)
    void tellsLokisErrorsApart(String recording, QueryFailure reason, String advice) {
        reply(recording);

        assertFailure(loki().query("q", AT), reason, advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | rpc error: code = ResourceExhausted desc = grpc: received message larger than max | QUERY_TOO_LARGE
            500 | context deadline exceeded                | TIMEOUT
            499 | the request has been cancelled           | TIMEOUT
            429 | too many outstanding requests            | TOO_MANY_REQUESTS
            500 | too many unhealthy instances in the ring | SERVER_ERROR
            502 | <html>Bad Gateway</html>                 | SERVER_ERROR
            400 | the query would read too many bytes (query: 5 GB, limit: 1 GB) | QUERY_TOO_LARGE
            403 | forbidden                                | UNAUTHORIZED
            418 | teapot                                   | BAD_QUERY
            413 | too large                                | QUERY_TOO_LARGE
            """)
    void tellsErrorsApartThatWereNotRecorded(int status, String body, QueryFailure reason) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build());

        assertFailure(loki().query("q", AT), reason, "Loki answered " + status);
    }

    @Test
    void refusesAnEmptyBody() {
        server.enqueue(new MockResponse.Builder().code(200).build());

        assertFailure(loki().query("q", AT), QueryFailure.INVALID_ANSWER, "the answer is empty");
    }

    @Test
    void refusesAWebPage() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/html")
                .body("<html><title>Sign in</title></html>")
                .build());

        assertFailure(loki().query("q", AT), QueryFailure.INVALID_ANSWER, "it begins with: <html><title>Sign in");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}
            []
            null
            {"status":"success"}
            {"status":"error","data":{"resultType":"vector","result":[]}}
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,2]}]}}
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"x"]}]}}
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{}}]}}
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1
            {"status":"success","data":{"resultType":"vector","result":{}}}
            {"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":1},"value":[1,"1"]}]}}
            """)
    void refusesAnAnswerOfTheWrongShape(String body) {
        server.enqueue(json(body).build());

        assertFailure(loki().query("q", AT), QueryFailure.INVALID_ANSWER, "");
    }

    @Test
    void readsWhatIsCompressed() {
        reply("044-gzip-large");

        assertThat(value(loki().logs(new LogLinesQuery("q", AT.minusSeconds(60), AT, 100))))
                .hasSize(100);
    }

    @Test
    void refusesWhatCannotBeDecompressed() {
        server.enqueue(json("{\"status\":\"success\"}")
                .addHeader("Content-Encoding", "gzip")
                .build());

        assertFailure(loki().query("q", AT), QueryFailure.INVALID_ANSWER, "decompressed");
    }

    @Test
    void doesNotFollowARedirect() {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", server.url("/login").toString())
                .build());

        assertFailure(loki().query("q", AT), QueryFailure.INVALID_ANSWER, "redirects are not followed");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void givesUpOnAServerThatHangs() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());

        assertFailure(
                loki(settingsWithin(Duration.ofMillis(2500))).query("q", AT), QueryFailure.TIMEOUT, "within 2500 ms");
    }

    @Test
    void givesUpOnAnAnswerThatDrips() {
        server.enqueue(Recording.named("001-query-vector")
                .response()
                .throttleBody(1, 50, TimeUnit.MILLISECONDS)
                .build());

        assertFailure(loki(settingsWithin(Duration.ofMillis(2500))).query("q", AT), QueryFailure.TIMEOUT, "2500 ms");
    }

    @Test
    void reportsAConnectionThatIsCutInTheMiddle() {
        server.enqueue(Recording.named("001-query-vector")
                .response()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        assertFailure(loki().query("q", AT), QueryFailure.UNREACHABLE, "closed the connection");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void readsNoMoreThanTheLimit() {
        server.enqueue(json("{\"status\":\"success\",\"pad\":\"" + "x".repeat(200_000) + "\"}")
                .build());

        assertFailure(
                loki(settings(new HttpSettings.RequestLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), 100_000)))
                        .query("q", AT),
                QueryFailure.QUERY_TOO_LARGE,
                "larger than 100000 bytes");
    }

    @Test
    void refusesAnAnswerOfMoreThanThirtyTwoMebibytesAlsoWhenItIsSmallOnTheWire() throws IOException {
        Buffer zipped = new Buffer();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(zipped.outputStream())) {
            byte[] blanks = new byte[1024 * 1024];
            java.util.Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 33; i++) {
                gzip.write(blanks);
            }
        }
        server.enqueue(
                json("").body(zipped).addHeader("Content-Encoding", "gzip").build());

        assertFailure(loki().query("q", AT), QueryFailure.QUERY_TOO_LARGE, "larger than 32 MiB");
    }

    @Test
    void reportsAServerThatIsNotThere() throws IOException {
        HttpSettings settings = settings();
        server.close();

        assertFailure(loki(settings).query("q", AT), QueryFailure.UNREACHABLE, "refuses connections");
    }

    @Test
    void reportsAHostThatHasNoAddress() {
        assertFailure(
                TestClients.loki(URI.create("http://loki.invalid:3100")).query("q", AT),
                QueryFailure.UNREACHABLE,
                "loki.invalid");
    }

    @Test
    void sendsTenantCredentialsAndWhoAsks() throws InterruptedException {
        reply("006-query-empty-vector");
        HttpSettings settings = with("team-a", new BasicAuth("user", new Secret("비밀")), null);

        value(loki(settings).query("q", AT).contextWrite(new QueryOrigin("rules.yml:그룹 1").asContext()));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("X-Scope-OrgID")).isEqualTo("team-a");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Basic dXNlcjrruYTrsIA=");
        assertThat(request.getHeaders().get("X-Custom")).isEqualTo("custom-value");
        assertThat(request.getHeaders().get("X-Query-Tags")).isEqualTo("Source=tocsin,Group=rules.yml:___1");
    }

    @Test
    void keepsItsSecretsOutOfMessages() {
        server.enqueue(new MockResponse.Builder()
                .code(403)
                .body("refused: Authorization: Bearer s3cr3t-token, X-Custom: custom-value")
                .build());

        QueryResult<List<Sample>> result =
                await(loki(with(null, null, new Secret("s3cr3t-token"))).query("q", AT));

        assertThat(result.toString()).contains("Bearer ***, X-Custom: ***").doesNotContain("s3cr3t", "custom-value");
    }

    @Test
    void isReadyWithAVersion() {
        reply("046-ready");
        server.enqueue(json("{\"version\":\"3.8.0\"}").build());

        assertThat(value(loki().check())).isEqualTo("Loki 3.8.0");
    }

    @Test
    void isReadyWithoutAVersion() {
        reply("046-ready");
        reply("047-buildinfo");

        assertThat(value(loki().check())).isEqualTo("Loki, version unknown");
    }

    @Test
    void isNotReadyWhileItStarts() {
        reply("075-not-ready-503");

        assertFailure(loki().check(), QueryFailure.SERVER_ERROR, "Some services are not Running");
    }

    @Test
    void checksTheApiWhenAGatewayHidesReadiness() {
        reply("036-not-found");
        server.enqueue(json("{\"version\":\"3.8.0\"}").build());

        assertThat(value(loki().check())).isEqualTo("Loki 3.8.0");
    }

    private Recording reply(String name) {
        Recording recording = Recording.named(name);
        server.enqueue(recording.response().build());
        return recording;
    }

    private static MockResponse.Builder json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json; charset=UTF-8")
                .body(body);
    }

    private HttpSettings settings() {
        return settings(HttpSettings.RequestLimits.DEFAULT);
    }

    private HttpSettings settings(HttpSettings.RequestLimits limits) {
        return TestClients.settings(URI.create("http://127.0.0.1:" + server.getPort() + "/"), limits);
    }

    private HttpSettings settingsWithin(Duration timeout) {
        return settings(HttpSettings.RequestLimits.of(Duration.ofSeconds(30), timeout));
    }

    private HttpSettings with(String tenant, BasicAuth basicAuth, Secret bearerToken) {
        HttpSettings plain = settings();
        return new HttpSettings(
                plain.url(),
                tenant,
                basicAuth,
                bearerToken,
                Map.of("X-Custom", new Secret("custom-value")),
                TlsSettings.DEFAULT,
                plain.limits());
    }

    private LokiQuerier loki() {
        return loki(settings());
    }

    private static LokiQuerier loki(HttpSettings settings) {
        return TestClients.loki(new HttpQueryClient(settings, "Tocsin/test"));
    }

    private static <T> T await(Mono<T> mono) {
        return mono.block(PATIENCE);
    }

    private static <T> T value(Mono<QueryResult<T>> mono) {
        QueryResult<T> result = await(mono);
        assertThat(result).isInstanceOf(Success.class);
        return ((Success<T>) result).value();
    }

    private static <T> void assertFailure(Mono<QueryResult<T>> mono, QueryFailure reason, String message) {
        QueryResult<T> result = await(mono);
        assertThat(result).isInstanceOf(Failure.class);
        assertThat(((Failure<T>) result).reason()).as(result.toString()).isEqualTo(reason);
        assertThat(((Failure<T>) result).message()).contains(message);
    }
}
