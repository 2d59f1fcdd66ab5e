package io.tocsin.datasource.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.QueryResult.Failure;
import io.tocsin.datasource.QueryResult.Success;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.TestClients;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class PrometheusQuerierTest {

    private static final Instant AT = Instant.ofEpochSecond(1794999600, 500_000_000);

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
    void asksForAnInstantVector() throws InterruptedException {
        reply(200, """
                {"status":"success","data":{"resultType":"vector","result":[
                {"metric":{"__name__":"up","job":"node"},"value":[1794999600.5,"1"]},
                {"metric":{"job":"app"},"value":[1794999600.5,"NaN"]}]}}
                """);

        List<Sample> samples = value(prometheus().query("up{job=~\".+\"} > 0", AT));

        assertThat(samples)
                .containsExactly(
                        new Sample(Labels.of("__name__", "up", "job", "node"), 1),
                        new Sample(Labels.of("job", "app"), Double.NaN));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/api/v1/query");
        assertThat(request.getUrl().queryParameter("query")).isEqualTo("up{job=~\".+\"} > 0");
        assertThat(request.getUrl().queryParameter("time")).isEqualTo("1794999600.5");
    }

    @Test
    void readsAScalar() {
        reply(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1794999600.5,\"2\"]}}");

        assertThat(value(prometheus().query("1+1", AT))).containsExactly(new Sample(Labels.empty(), 2));
    }

    @Test
    void putsRangePointsWhereTheyWereAskedFor() throws InterruptedException {
        reply(200, """
                {"status":"success","data":{"resultType":"matrix","result":[
                {"metric":{},"values":[[1794999600.501,"1"],[1794999660.501,"2"]]}]}}
                """);
        Instant start = Instant.ofEpochSecond(1794999600, 500_600_000);

        List<Series> series = value(prometheus().queryRange("up", start, start.plusSeconds(60), Duration.ofMinutes(1)));

        assertThat(series)
                .containsExactly(new Series(
                        Labels.empty(),
                        List.of(new Series.Point(start, 1), new Series.Point(start.plusSeconds(60), 2))));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getUrl().queryParameter("start")).isEqualTo("1794999600.5006");
        assertThat(request.getUrl().queryParameter("step")).isEqualTo("60");
    }

    @Test
    void refusesARangeVector() {
        reply(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");

        assertFailure(prometheus().query("up[5m]", AT), QueryFailure.BAD_QUERY, "instant vector");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected end"} | BAD_QUERY | 1:5: parse error
            422 | {"status":"error","errorType":"execution","error":"many-to-many matching not allowed"} | BAD_QUERY | many-to-many
            422 | {"status":"error","errorType":"execution","error":"query processing would load too many samples into memory"} | QUERY_TOO_LARGE | aggregate
            503 | {"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"} | TIMEOUT | query.timeout
            503 | Service Unavailable | SERVER_ERROR | Service Unavailable
            401 | Unauthorized | UNAUTHORIZED | user, password or token
            404 | 404 page not found | INVALID_ANSWER | without /api/v1
            429 | slow down | TOO_MANY_REQUESTS | max_concurrent
            """)
    void tellsErrorsApart(int status, String body, QueryFailure reason, String message) {
        reply(status, body);

        assertFailure(prometheus().query("up", AT), reason, message);
    }

    @Test
    void refusesAWebPage() {
        reply(200, "<html>");

        assertFailure(prometheus().query("up", AT), QueryFailure.INVALID_ANSWER, "<html>");
    }

    @Test
    void hasNoLogLines() {
        assertFailure(
                prometheus().logs(new LogLinesQuery("{job=\"x\"}", AT.minusSeconds(60), AT, 5)),
                QueryFailure.BAD_QUERY,
                "holds no log lines");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void checksByItsVersion() {
        reply(200, "{\"status\":\"success\",\"data\":{\"version\":\"3.5.0\"}}");

        assertThat(value(prometheus().check())).isEqualTo("Prometheus 3.5.0");
    }

    private void reply(int status, String body) {
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build());
    }

    private PrometheusQuerier prometheus() {
        return new PrometheusQuerier(TestClients.client(URI.create("http://127.0.0.1:" + server.getPort())));
    }

    private static <T> T value(Mono<QueryResult<T>> mono) {
        QueryResult<T> result = mono.block(Duration.ofSeconds(60));
        assertThat(result).isInstanceOf(Success.class);
        return ((Success<T>) result).value();
    }

    private static <T> void assertFailure(Mono<QueryResult<T>> mono, QueryFailure reason, String message) {
        QueryResult<T> result = mono.block(Duration.ofSeconds(60));
        assertThat(result).isInstanceOf(Failure.class);
        assertThat(((Failure<T>) result).reason()).as(result.toString()).isEqualTo(reason);
        assertThat(((Failure<T>) result).message()).contains(message);
    }
}
