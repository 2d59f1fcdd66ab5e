package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.StreamPush;
import io.tocsin.TocsinProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills a real gateway again and again while alerts come and go. Each round is an episode of its own, told apart by a
 * label, so that the receiver's record shows at the end which message was lost or came twice.
 */
final class CrashRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** A line that is not there when its slots are evaluated is nobody's alert: they see the last two seconds. */
    private static final Duration IN_TIME = Duration.ofSeconds(1);

    private static final JsonMapper JSON = new JsonMapper();

    private final Path home;
    private final Random random;
    private final MockWebServer receiver = new MockWebServer();
    private final List<JsonNode> payloads = Collections.synchronizedList(new ArrayList<>());
    private final Set<Integer> pushedLate = new HashSet<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = TocsinProcess.freePort();

    CrashRun(Path home, long seed) throws IOException {
        this.home = home;
        this.random = new Random(seed);
        receiver.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                payloads.add(JSON.readTree(request.getBody().utf8()));
                return new MockResponse.Builder().code(200).build();
            }
        });
        receiver.start();
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("rules/crash.yaml"), """
                groups:
                  - name: crash
                    interval: 1s
                    rules:
                      - alert: crash_alert
                        expr: sum by (episode) (count_over_time({job="crash"} |= "ERROR" [2s]))
                        condition: "> 0"
                        annotations: {summary: "episode {{labels.episode}} failed {{value}} times"}
                """);
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - name: receiver
                    type: webhook
                    settings: {url: "http://127.0.0.1:%d/alerts"}
                """.formatted(receiver.getPort()));
        Files.writeString(home.resolve("policies.yml"), """
                route: {receiver: receiver, group_by: [alertname, episode], group_wait: 1s, group_interval: 1s}
                """);
    }

    /** One kill per round; then leaves it alone until every episode is over, and judges the record. */
    void run(int rounds) throws IOException, InterruptedException {
        TocsinProcess process = start();
        try {
            for (int round = 1; round <= rounds; round++) {
                warmUp(process);
                if (push(process, "crash", round).compareTo(IN_TIME) > 0) {
                    pushedLate.add(round);
                }
                pause(random.nextInt(4_000));
                process.kill();
                process = start();
            }
            awaitEnd(process, rounds);
        } finally {
            process.close();
        }
        judge(rounds);
    }

    private TocsinProcess start() throws IOException, InterruptedException {
        return TocsinProcess.start(
                home,
                port,
                Map.of(
                        "TOCSIN_RULES_DIR",
                        home.resolve("rules").toString(),
                        "TOCSIN_CONTACT_POINTS_FILE",
                        home.resolve("contact-points.yml").toString(),
                        "TOCSIN_POLICIES_FILE",
                        home.resolve("policies.yml").toString(),
                        "TOCSIN_ALLOWED_WEBHOOK_HOSTS",
                        "127.0.0.1:" + receiver.getPort(),
                        "TOCSIN_QUERY_OFFSET",
                        "0s"));
    }

    /** The first pushes to a process are slow ones. */
    private void warmUp(TocsinProcess process) throws IOException, InterruptedException {
        for (int i = 0; i < 20 && push(process, "warm", 0).compareTo(IN_TIME.dividedBy(2)) > 0; i++) {}
    }

    /** Returns when the push was acknowledged; from then on the line must not be forgotten. */
    private Duration push(TocsinProcess process, String job, int round) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Map<String, String> labels = Map.of("job", job, "episode", Integer.toString(round));
        HttpRequest request = StreamPush.request(
                        process.uri(""), labels, Instant.now(), List.of("ERROR in round " + round))
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Until nothing more can come: all is over, as far as people know, and nothing waits to be sent. */
    private void awaitEnd(TocsinProcess process, int rounds) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (IntStream.rangeClosed(1, rounds).allMatch(this::isOver) && isEverythingSent(process)) {
                return;
            }
            pause(200);
        }
    }

    private boolean isOver(int round) {
        List<String> told = told(round);
        return told.isEmpty()
                ? pushedLate.contains(round)
                : told.get(told.size() - 1).startsWith("resolved");
    }

    private boolean isEverythingSent(TocsinProcess process) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.uri("/api/tocsin/v1/deliveries?limit=150"))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body())
                .path("items")
                .valueStream()
                .allMatch(delivery -> delivery.path("state").asString().equals("delivered"));
    }

    private void judge(int rounds) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<String> told = told(round);
            List<String> certain =
                    told.stream().filter(entry -> !entry.endsWith("?")).toList();
            boolean isOnce = certain.stream().distinct().count() == certain.size();
            if (!isOver(round) || !isOnce) {
                wrong.add("episode " + round + ": " + told);
            }
        }
        Files.writeString(home.resolve("told.json"), payloads.toString());
        if (!wrong.isEmpty()) {
            wrong.add(Files.readString(home.resolve("process.log")));
        }
        assertThat(wrong).as("lost or doubled").isEmpty();
    }

    /** What was told as news of one episode, in order; a question mark stands for a message marked as possible duplicate. */
    private List<String> told(int round) {
        List<String> told = new ArrayList<>();
        for (JsonNode payload : List.copyOf(payloads)) {
            String mark = payload.path("tocsin").path("possibleDuplicate").asBoolean() ? "?" : "";
            for (JsonNode alert : payload.path("alerts")) {
                if (alert.path("isNew").asBoolean(true)
                        && alert.path("labels").path("episode").asString("").equals(Integer.toString(round))) {
                    told.add(alert.path("status").asString() + mark);
                }
            }
        }
        return told;
    }

    private static void pause(long millis) throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() {
        receiver.close();
    }
}
