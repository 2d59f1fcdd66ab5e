package io.tocsin.datasource.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.datasource.DataSourceHealthMonitor;
import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.Querier;
import io.tocsin.datasource.QueryOrigin;
import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.TestClients;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.observe.ObservedQuerier;
import io.tocsin.datasource.resilience.ResilienceSettings;
import io.tocsin.datasource.resilience.ResilientQuerier;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;

/**
 * Processor time of one question to a Loki: request, answer, and what watches over it. Takes the address of something that
 * answers every question at once, for example the nginx of {@code bench/load.sh}, and how many questions a round has.
 */
public final class QuestionCost {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int ROUNDS = 20;
    private static final int AT_ONCE = 4;

    private QuestionCost() {}

    public static void main(String[] arguments) {
        int questions = Integer.parseInt(arguments[1]);
        DataSourceName name = new DataSourceName("loki");
        try (HttpQueryClient client = TestClients.client(URI.create(arguments[0]))) {
            Querier querier = new ObservedQuerier(
                    name,
                    new ResilientQuerier(
                            name,
                            TestClients.loki(client),
                            ResilienceSettings.of(Duration.ofSeconds(30), ResilienceSettings.DEFAULT_MAX_CONCURRENT)),
                    new DataSourceHealthMonitor(Clock.systemUTC(), UnaryOperator.identity()),
                    new SimpleMeterRegistry());
            for (int round = 0; round < ROUNDS; round++) {
                long used = PROCESS.getProcessCpuTime();
                Long failed = Flux.range(0, questions)
                        .flatMap(
                                i -> querier.query(
                                        "sum by (host) (count_over_time({job=\"job_" + i % 100
                                                + "\"} |= \"ERROR\" [1m])) > 0",
                                        Instant.now()),
                                AT_ONCE)
                        .filter(answer -> !(answer instanceof QueryResult.Success))
                        .count()
                        .contextWrite(new QueryOrigin("bench.yml:g").asContext())
                        .block();
                System.out.printf(
                        Locale.ROOT,
                        "%d questions, %d failed: %.3f ms of processor time each%n",
                        questions,
                        failed,
                        (PROCESS.getProcessCpuTime() - used) / 1e6 / questions);
            }
        }
    }
}
