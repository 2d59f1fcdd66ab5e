package io.tocsin.datasource.loki;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QuerierContract;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.Series;
import io.tocsin.datasource.StepAlignment;
import io.tocsin.datasource.TestClients;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The adapter against a real Loki, for example {@code docker run -p 3100:3100 grafana/loki} and {@code
 * TOCSIN_LOKI_URL=http://127.0.0.1:3100}. Each test writes under a job of its own, which stands for the contract's.
 */
@EnabledIfEnvironmentVariable(named = "TOCSIN_LOKI_URL", matches = "http.+")
class LokiQuerierIT extends QuerierContract {

    private static final JsonMapper JSON = new JsonMapper();

    private final URI url = URI.create(System.getenv().getOrDefault("TOCSIN_LOKI_URL", "http://127.0.0.1:3100"));
    private final String job = "contract_" + UUID.randomUUID().toString().replace("-", "");
    private final Instant base = Instant.now().minus(20, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);

    @Override
    protected Instant base() {
        return base;
    }

    @Override
    protected Querier holding(List<Entry> entries) {
        Map<Labels, List<List<String>>> streams = new java.util.LinkedHashMap<>();
        entries.stream()
                .sorted(java.util.Comparator.comparing(Entry::at))
                .forEach(entry -> streams.computeIfAbsent(entry.labels().with("job", job), labels -> new ArrayList<>())
                        .add(List.of(Long.toString(StepAlignment.nanos(entry.at())), entry.line())));
        if (!streams.isEmpty()) {
            push(streams);
        }
        LokiQuerier loki = TestClients.loki(url);
        return new Renamed(loki, job);
    }

    private void push(Map<Labels, List<List<String>>> streams) {
        List<Object> body = new ArrayList<>();
        streams.forEach(
                (labels, values) -> body.add(Map.of("stream", new TreeMap<>(labels.asMap()), "values", values)));
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/loki/api/v1/push"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("streams", body))))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts this test's own job in the place of the contract's. */
    private record Renamed(Querier querier, String job) implements Querier {

        @Override
        public Mono<QueryResult<List<Sample>>> query(String expression, Instant at) {
            return querier.query(rename(expression), at);
        }

        @Override
        public Mono<QueryResult<List<Series>>> queryRange(
                String expression, Instant start, Instant end, Duration step) {
            return querier.queryRange(rename(expression), start, end, step);
        }

        @Override
        public Mono<QueryResult<List<LogLine>>> logs(LogLinesQuery query) {
            return querier.logs(new LogLinesQuery(
                    rename(query.expression()), query.fromExclusive(), query.toInclusive(), query.limit()));
        }

        @Override
        public Mono<QueryResult<String>> check() {
            return querier.check();
        }

        private String rename(String expression) {
            return expression.replace("job=\"contract\"", "job=\"" + job + "\"");
        }
    }
}
