package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.evaluation.LokiStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rule asked every second that fires while the test says so, and a receiver that writes down what it is told. */
final class OneAlert implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final LokiStandIn loki;
    private final ChaosReceiver receiver;
    private volatile double value;
    private Instant newestBefore = Instant.MIN;

    /** @param home where the files are written that {@link #settings} names */
    OneAlert(Path home) throws IOException {
        loki = new LokiStandIn((query, at) -> value);
        receiver = new ChaosReceiver(1);
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("rules/ocr.yml"), """
                groups:
                  - name: ocr
                    interval: 1s
                    rules:
                      - alert: OcrErrors
                        expr: sum by (host) (count_over_time({job="ocr"}[1m]))
                        condition: "> 0"
                """);
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - {name: receiver, type: webhook, settings: {url: "http://127.0.0.1:%d/"}}
                """.formatted(receiver.port()));
        Files.writeString(home.resolve("policies.yml"), """
                route: {receiver: receiver, group_by: [alertname], group_wait: 0s, group_interval: 1s}
                """);
    }

    /** Where the rule's data source listens. */
    String lokiUrl() {
        return loki.url();
    }

    /** Properties of a Tocsin whose files lie in the home: the receiver may be reached. */
    Map<String, String> settings() {
        return Map.of("tocsin.loki-url", loki.url(), "tocsin.allowed.webhook.hosts", receiverHost());
    }

    String receiverHost() {
        return "127.0.0.1:" + receiver.port();
    }

    /** What follows is judged alone: what is told of alerts that began before, late and again, does not count. */
    void beginAnew() {
        newestBefore = receiver.told().stream()
                .map(ChaosReceiver.Told::startsAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        awaitAQuestion();
    }

    private Stream<ChaosReceiver.Told> told() {
        return receiver.told().stream().filter(told -> told.startsAt().isAfter(newestBefore));
    }

    void awaitAQuestion() {
        long before = loki.questions();
        await().atMost(PATIENCE).until(() -> loki.questions() > before);
    }

    /** From now on the condition holds, or does not. */
    void setFiring(boolean isFiring) {
        value = isFiring ? 1 : 0;
    }

    void awaitTold(boolean isFiring) {
        await().atMost(PATIENCE).until(() -> told().anyMatch(told -> told.isFiring() == isFiring));
    }

    /** It is told, and then its end; none of both twice without saying so. */
    void assertToldOnce() {
        awaitTold(true);
        setFiring(false);
        awaitTold(false);

        Map<String, Long> times = told().filter(told -> !told.isPossibleDuplicate())
                .collect(Collectors.groupingBy(told -> told.isFiring() + " " + told.startsAt(), Collectors.counting()));
        assertThat(times.values()).containsOnly(1L);
    }

    @Override
    public void close() throws IOException {
        receiver.close();
        loki.close();
    }
}
