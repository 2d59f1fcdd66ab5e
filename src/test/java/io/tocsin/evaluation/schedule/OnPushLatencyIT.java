package io.tocsin.evaluation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.RunningTocsin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a line takes to the webhook with {@code on_push} and no {@code group_wait}, among a thousand lines a second. */
@Tag("soak")
class OnPushLatencyIT {

    private static final int PUSHES_PER_SECOND = 10;
    private static final int LINES_PER_PUSH = 100;
    private static final int SECONDS = Integer.getInteger("seconds", 60);
    private static final Pattern HOST = Pattern.compile("\"host\":\"(h[0-9]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Long> pushed = new ConcurrentHashMap<>();
    private final Map<String, Long> told = new ConcurrentHashMap<>();

    @TempDir
    private Path home;

    @Test
    void aLineIsToldOfWithinASecond() throws Exception {
        HttpServer sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        sink.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher host = HOST.matcher(body);
            while (host.find()) {
                told.putIfAbsent(host.group(1), System.nanoTime());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        sink.start();
        int port = sink.getAddress().getPort();
        write("rules/pushed.yaml", """
                groups:
                  - name: pushed
                    interval: 1h
                    on_push: true
                    rules:
                      - alert: pushed_alert
                        expr: sum by (host) (count_over_time({job="app"} |= "FATAL" [5m]))
                        condition: "> 0"
                """);
        write("contact-points.yml", """
                contact_points:
                  - {name: sink, type: webhook, settings: {url: "http://127.0.0.1:%d/"}}
                """.formatted(port));
        write("policies.yml", "route: {receiver: sink, group_by: [host], group_wait: 0s, group_interval: 5m}\n");
        try (RunningTocsin tocsin =
                RunningTocsin.start(home, Map.of("tocsin.allowed-webhook-hosts", "127.0.0.1:" + port))) {
            await().atMost(Duration.ofMinutes(4))
                    .until(() -> tocsin.bean(GroupRunner.class)
                            .find("pushed.yaml:pushed")
                            .isPresent());
            run(tocsin, "warm", 10);
            run(tocsin, "h", SECONDS);
            await().atMost(Duration.ofSeconds(30)).until(() -> told.keySet().containsAll(pushed.keySet()));
        } finally {
            sink.stop(0);
        }

        List<Long> millis = pushed.entrySet().stream()
                .map(line -> TimeUnit.NANOSECONDS.toMillis(told.get(line.getKey()) - line.getValue()))
                .sorted()
                .toList();
        System.out.printf(
                "line to webhook: %d lines, p50 %d ms, p99 %d ms, longest %d ms%n",
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.get(millis.size() - 1));
        assertThat(millis.get(millis.size() * 99 / 100)).isLessThan(1_000);
    }

    private void run(RunningTocsin tocsin, String host, int seconds) throws Exception {
        long begin = System.nanoTime();
        for (int push = 0; push < seconds * PUSHES_PER_SECOND; push++) {
            LockSupport.parkNanos(begin + push * (1_000_000_000L / PUSHES_PER_SECOND) - System.nanoTime());
            boolean isFatal = push % 5 == 0;
            String name = host + push;
            if (isFatal && host.equals("h")) {
                pushed.put(name, System.nanoTime());
            }
            push(tocsin, isFatal ? name : "quiet" + push % 10, isFatal);
        }
    }

    private static void push(RunningTocsin tocsin, String host, boolean isFatal) {
        Stream<String> lines = IntStream.range(0, LINES_PER_PUSH)
                .mapToObj(i -> isFatal && i == 0
                        ? "FATAL not paid"
                        : "INFO a line of a program that has much to say, number " + i);
        tocsin.push(Map.of("job", "app", "host", host), Instant.now(), lines.toList());
    }

    private void write(String name, String text) throws Exception {
        Files.createDirectories(home.resolve(name).getParent());
        Files.writeString(home.resolve(name), text);
    }
}
