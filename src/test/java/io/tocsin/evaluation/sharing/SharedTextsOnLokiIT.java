package io.tocsin.evaluation.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.datasource.QueryResult;
import io.tocsin.datasource.TestClients;
import io.tocsin.datasource.http.HttpQueryClient;
import io.tocsin.datasource.loki.LokiQuerier;
import io.tocsin.label.Labels;
import io.tocsin.label.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import tools.jackson.databind.json.JsonMapper;

/** As {@link SharedAnswersTest}, asked of a real Loki ({@code TOCSIN_LOKI_URL}): that it reads the questions as our engine does. */
@EnabledIfEnvironmentVariable(named = "TOCSIN_LOKI_URL", matches = "http.+")
class SharedTextsOnLokiIT {

    private static final int SEEDS = 30;

    private final URI url = URI.create(System.getenv().getOrDefault("TOCSIN_LOKI_URL", "http://127.0.0.1:3100"));
    private final Instant base = Instant.now().minus(20, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);

    @Test
    void textsOfTheSameLinesAreEachCounted() throws Exception {
        int shared = 0;
        int several = 0;
        try (HttpQueryClient client = TestClients.client(url)) {
            LokiQuerier loki = TestClients.loki(client);
            for (long seed = 0; seed < SEEDS; seed++) {
                Random random = new Random(seed);
                String run = UUID.randomUUID().toString();
                push(run, random);
                List<String> expressions = SharedAnswersTest.texts(random).stream()
                        .map(text -> text.replaceFirst("\\{job", "{run=\"" + run + "\", job"))
                        .toList();
                for (PlannedQuestion question : QuestionPlan.of(expressions).questions()) {
                    Optional<List<Sample>> answer = ask(loki, question.text());
                    if (answer.isPresent() && question.isShared()) {
                        several += (int) answer.get().stream()
                                .filter(SharedAnswersTest::hasSeveralTexts)
                                .count();
                        shared += compare(loki, question, question.split(answer.get()));
                    }
                }
            }
        }

        assertThat(shared).isGreaterThan(SEEDS * 3);
        assertThat(several).isGreaterThan(SEEDS);
    }

    private int compare(LokiQuerier loki, PlannedQuestion question, Map<String, List<Sample>> parts) {
        parts.forEach((expression, samples) -> assertThat(SharedAnswersTest.sorted(samples))
                .as("%s by %s", expression, question.text())
                .isEqualTo(SharedAnswersTest.sorted(ask(loki, expression).orElseThrow())));
        return parts.size();
    }

    private Optional<List<Sample>> ask(LokiQuerier loki, String expression) {
        QueryResult<List<Sample>> result =
                loki.query(expression, base.plusSeconds(300)).block();
        return result instanceof QueryResult.Success<List<Sample>> success
                ? Optional.of(success.value())
                : Optional.empty();
    }

    private void push(String run, Random random) throws IOException, InterruptedException {
        Map<Labels, List<List<String>>> streams = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            Labels stream = Labels.of(
                    "run", run, "job", random.nextBoolean() ? "ocr" : "수집", "host", random.nextInt(3) == 0 ? "" : "a");
            String line = new String(SharedAnswersTest.lineOfTexts(random), StandardCharsets.UTF_8);
            long nanos = base.plusSeconds(random.nextInt(320)).getEpochSecond() * 1_000_000_000L + i;
            streams.computeIfAbsent(stream, key -> new ArrayList<>()).add(List.of(Long.toString(nanos), line));
        }
        List<Object> body = new ArrayList<>();
        streams.forEach(
                (labels, values) -> body.add(Map.of("stream", new TreeMap<>(labels.asMap()), "values", values)));
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/loki/api/v1/push"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(new JsonMapper().writeValueAsString(Map.of("streams", body))))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }
}
