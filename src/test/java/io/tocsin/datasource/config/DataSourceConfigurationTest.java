package io.tocsin.datasource.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.InMemorySource;
import io.tocsin.datasource.LogLine;
import io.tocsin.datasource.LogLinesQuery;
import io.tocsin.datasource.PastDataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.loki.Recording;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import io.tocsin.logql.engine.LogSource;
import io.tocsin.logstore.QueryMemory;
import io.tocsin.tracing.CollectorStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class DataSourceConfigurationTest {

    private static final String HEAVY = "rate({job=\"heavy\"}[1m])";
    private static final int LINES = 1000;
    private static final int CHARS = 500;
    /** What {@link #LINES} take. */
    private static final long NEEDED = LINES * (2L * CHARS + 64);

    private final MockWebServer server = new MockWebServer();

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsTheLokiOfTheTraceThatItsAnswerBelongsTo() throws Exception {
        server.enqueue(Recording.named("001-query-vector").response().build());
        try (CollectorStandIn collector = new CollectorStandIn()) {
            runner(Map.of("TOCSIN_LOKI_URL", server.url("/").toString(), "TOCSIN_TRACES_URL", collector.url()))
                    .run(context -> context.getBean(DataSources.class)
                            .find(DataSourceName.DEFAULT)
                            .orElseThrow()
                            .query("q", Instant.EPOCH)
                            .block(Duration.ofSeconds(60)));

            // Stopping sent it, unless the loop that sends had done so before.
            assertThat(collector.wrong()).isEmpty();
            assertThat(collector.spans("query")).hasSize(1);
            CollectorStandIn.ReceivedSpan span = collector.spans("query").get(0);
            assertThat(span.attributes())
                    .containsEntry("tocsin.datasource", "default")
                    .containsEntry("db.query.text", "q");
            assertThat(server.takeRequest().getHeaders().get("traceparent"))
                    .isEqualTo("00-" + span.traceId() + "-" + span.spanId() + "-01");
        }
    }

    @Test
    void asksTheLokiOfTheEnvironmentAndRetries() throws InterruptedException {
        server.enqueue(new MockResponse.Builder().code(503).body("starting").build());
        server.enqueue(Recording.named("001-query-vector").response().build());

        runner(Map.of(
                        "TOCSIN_LOKI_URL", server.url("/").toString(),
                        "TOCSIN_LOKI_TENANT", "team-a",
                        "TOCSIN_LOKI_TOKEN", "s3cr3t-token"))
                .run(context -> {
                    DataSources dataSources = context.getBean(DataSources.class);
                    QueryResult<List<Sample>> result = dataSources
                            .find(DataSourceName.DEFAULT)
                            .orElseThrow()
                            .query("q", Instant.EPOCH)
                            .block(Duration.ofSeconds(60));

                    assertThat(((QueryResult.Success<List<Sample>>) result).value())
                            .hasSize(2);
                    assertThat(context.getBean(DataSourceHealthMonitor.class)
                                    .health(DataSourceName.DEFAULT)
                                    .isFailing())
                            .isFalse();
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("tocsin.datasource.up").gauge().value())
                            .isEqualTo(1);
                    assertThat(meters.get("tocsin.datasource.circuit")
                                    .tag("state", "closed")
                                    .gauge()
                                    .value())
                            .isEqualTo(1);
                });

        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("X-Scope-OrgID")).isEqualTo("team-a");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer s3cr3t-token");
        assertThat(request.getHeaders().get("User-Agent")).startsWith("Tocsin/");
    }

    @Test
    void asksTheEmbeddedLogStoreWhenNoLokiIsConfigured() {
        InMemorySource store = new InMemorySource()
                .add(Labels.of("job", "ocr"), 1_000_000_000L, "ERROR")
                .add(Labels.of("job", "ocr"), 2_000_000_000L, "ERROR");

        runner(Map.of())
                .withBean(LogSource.class, () -> store)
                .withBean(QueryMemory.class, () -> new QueryMemory(1 << 20))
                .run(context -> {
                    QueryResult<List<Sample>> result = context.getBean(DataSources.class)
                            .find(DataSourceName.DEFAULT)
                            .orElseThrow()
                            .query("sum(count_over_time({job=\"ocr\"}[1m]))", Instant.ofEpochSecond(2))
                            .block(Duration.ofSeconds(60));

                    assertThat(((QueryResult.Success<List<Sample>>) result).value())
                            .containsExactly(new Sample(Labels.empty(), 2));
                });
    }

    @Test
    void whatPeopleAndTheirBacktestsAskLeavesRoomInTheEmbeddedStoreForRules() {
        CountDownLatch end = new CountDownLatch(1);
        LogSource store = (matchers, from, to) -> {
            if (matchers.get(0).value().equals("heavy")) {
                awaitQuietly(end);
            }
            return List.of();
        };

        runner(Map.of())
                .withBean(LogSource.class, () -> store)
                .withBean(QueryMemory.class, () -> new QueryMemory(1 << 20))
                .run(context -> {
                    Querier live = querier(context.getBean(DataSources.class));
                    Querier past =
                            querier(context.getBean(PastDataSources.class).all());
                    for (int i = 0; i < 10; i++) {
                        past.query(HEAVY, Instant.EPOCH).subscribe();
                        live.query(HEAVY, Instant.EPOCH)
                                .contextWrite(QueryOrigin.ofPerson("page").asContext())
                                .subscribe();
                    }

                    QueryResult<List<Sample>> ofRule =
                            live.query("rate({job=\"ocr\"}[1m])", Instant.EPOCH).block(Duration.ofSeconds(60));

                    assertThat(ofRule).isInstanceOf(QueryResult.Success.class);
                    end.countDown();
                });
    }

    @Test
    void aBacktestAsksAgainAsARuleDoesAndCountsAsAPersonInTheStore() throws InterruptedException {
        server.enqueue(new MockResponse.Builder().code(503).body("starting").build());
        server.enqueue(Recording.named("001-query-vector").response().build());

        runner(Map.of("TOCSIN_LOKI_URL", server.url("/").toString())).run(context -> {
            QueryResult<List<Sample>> again = querier(
                            context.getBean(PastDataSources.class).all())
                    .query("q", Instant.EPOCH)
                    .block(Duration.ofSeconds(60));
            assertThat(again).isInstanceOf(QueryResult.Success.class);
        });
        runner(Map.of())
                .withBean(LogSource.class, DataSourceConfigurationTest::store)
                .withBean(QueryMemory.class, () -> new QueryMemory(NEEDED * 5 / 4, Duration.ZERO))
                .run(context -> {
                    assertThat(allLines(querier(context.getBean(DataSources.class))))
                            .as("of a rule")
                            .isInstanceOf(QueryResult.Success.class);
                    assertThat(allLines(querier(
                                    context.getBean(PastDataSources.class).all())))
                            .as("of a backtest, which never gets the last third")
                            .isInstanceOfSatisfying(
                                    QueryResult.Failure.class,
                                    failure -> assertThat(failure.reason()).isEqualTo(QueryFailure.QUERY_TOO_LARGE));
                });
    }

    private static Querier querier(DataSources sources) {
        return sources.find(DataSourceName.DEFAULT).orElseThrow();
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LogSource store() {
        InMemorySource store = new InMemorySource();
        for (int i = 1; i <= LINES; i++) {
            store.add(Labels.of("job", "ocr"), 1_000_000L * i, "x".repeat(CHARS));
        }
        return store;
    }

    private static @Nullable QueryResult<List<LogLine>> allLines(Querier querier) {
        return querier.logs(new LogLinesQuery("{job=\"ocr\"}", Instant.EPOCH, Instant.ofEpochSecond(60), LINES))
                .block(Duration.ofSeconds(60));
    }

    @Test
    void addsTheDataSourcesOfTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("ds.yml"), """
                datasources:
                  - name: metrics
                    type: prometheus
                    url: ${PROMETHEUS_URL}
                """);

        runner(Map.of(
                        "TOCSIN_DATASOURCES_FILE", file.toString(),
                        "TOCSIN_LOKI_URL", "http://127.0.0.1:1",
                        "PROMETHEUS_URL", server.url("/").toString()))
                .run(context -> assertThat(context.getBean(DataSources.class).names())
                        .containsExactly(DataSourceName.DEFAULT, new DataSourceName("metrics")));
    }

    @Test
    void aDisabledDataSourceAnswersWithTheReason() throws IOException {
        Path file = Files.writeString(directory.resolve("ds.yml"), "datasources: [{name: a, type: x}]");

        runner(Map.of("TOCSIN_DATASOURCES_FILE", file.toString())).run(context -> {
            QueryResult<List<Sample>> result = context.getBean(DataSources.class)
                    .find(DataSourceName.DEFAULT)
                    .orElseThrow()
                    .query("q", Instant.EPOCH)
                    .block(Duration.ofSeconds(60));

            assertThat(((QueryResult.Failure<List<Sample>>) result).message())
                    .contains("is disabled: ", "ds.yml:1:31: type: the value is none of loki");
        });
    }

    @Test
    void dataSourcesComeAndGoWithoutARestart() throws IOException {
        Path file = Files.writeString(directory.resolve("ds.yml"), source("a", 1));

        runner(Map.of("TOCSIN_DATASOURCES_FILE", file.toString())).run(context -> {
            OpenDataSources sources = context.getBean(OpenDataSources.class);
            DataSourceCatalog catalog = context.getBean(DataSourceCatalog.class);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            Querier first = sources.find(DataSourceName.DEFAULT).orElseThrow();
            Files.writeString(file, source("b", 2));
            catalog.reload();

            sources.apply(catalog.current());

            assertThat(sources.names()).containsExactly(new DataSourceName("b"));
            assertThat(sources.find(DataSourceName.DEFAULT)).isPresent().get().isNotSameAs(first);
            assertThat(meters.get("tocsin.datasource.up").gauges())
                    .singleElement()
                    .satisfies(gauge ->
                            assertThat(gauge.getId().getTag("datasource")).isEqualTo("b"));
        });
    }

    private static String source(String name, int port) {
        return "datasources: [{name: " + name + ", type: loki, url: 'http://127.0.0.1:" + port + "'}]";
    }

    private ApplicationContextRunner runner(Map<String, Object> environment) {
        return new ApplicationContextRunner()
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", environment)))
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withBean(Clock.class, Clock::systemUTC)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withUserConfiguration(
                        Properties.class,
                        CollectorStandIn.tracing(),
                        DataSourceConfiguration.class,
                        DataSourceAdapters.class);
    }

    @Configuration
    @EnableConfigurationProperties(DataSourceProperties.class)
    static class Properties {}
}
