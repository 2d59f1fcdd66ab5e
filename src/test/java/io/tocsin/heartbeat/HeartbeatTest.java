package io.tocsin.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.watch.Concern;
import io.tocsin.watch.Severity;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final MockWebServer server = new MockWebServer();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Optional<String> trouble = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Heartbeat heartbeat(String path, String method) {
        String url = "http://" + server.getHostName() + ":" + server.getPort() + path;
        return new Heartbeat(new HeartbeatSettings(url, MINUTE, method), "tocsin-0 a", () -> trouble, registry);
    }

    private void answer(int status) {
        server.enqueue(new MockResponse.Builder().code(status).build());
    }

    private double count(String outcome) {
        return registry.get("tocsin.heartbeats")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void asksForTheAddressWithTheReplicasNameInIt() throws Exception {
        answer(200);
        Heartbeat heartbeat = heartbeat("/api/push/k3y?status=up&msg=OK&from={replica}", "get");

        assertThat(heartbeat.beat()).isEqualTo(MINUTE);

        assertThat(server.takeRequest().getRequestLine())
                .isEqualTo("GET /api/push/k3y?status=up&msg=OK&from=tocsin-0%20a HTTP/1.1");
        assertThat(heartbeat.concerns()).isEmpty();
        assertThat(count("sent")).isEqualTo(1);
    }

    @Test
    void postsWhenItIsTold() throws Exception {
        answer(202);

        assertThat(heartbeat("/ping", "POST").beat()).isEqualTo(MINUTE);

        assertThat(server.takeRequest().getMethod()).isEqualTo("POST");
    }

    @Test
    void sendsNothingWhileSomethingDoesNotWork() throws Exception {
        trouble = Optional.of("database-away: gone");
        Heartbeat heartbeat = heartbeat("/ping", "GET");

        assertThat(heartbeat.beat()).isEqualTo(SOON);
        assertThat(server.getRequestCount()).isZero();
        assertThat(count("held")).isEqualTo(1);
        assertThat(heartbeat.concerns()).extracting(Concern::code).containsExactly("heartbeat-held");

        trouble = Optional.empty();
        answer(200);
        assertThat(heartbeat.beat()).isEqualTo(MINUTE);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 500})
    void noticesThatItDoesNotArriveAndKeepsTheAddressSecret(int status) throws Exception {
        answer(status);
        Heartbeat heartbeat = heartbeat("/k3y", "GET");

        assertThat(heartbeat.beat()).isEqualTo(SOON);

        Concern concern = heartbeat.concerns().get(0);
        assertThat(concern.code()).isEqualTo("heartbeat-failed");
        assertThat(concern.severity()).isEqualTo(Severity.NOTICE);
        assertThat(concern.reason()).contains("HTTP " + status);
        assertThat(concern.toString()).doesNotContain("k3y");
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void noticesThatNobodyListens() throws Exception {
        Heartbeat heartbeat = heartbeat("/k3y", "GET");
        server.close();

        assertThat(heartbeat.beat()).isEqualTo(SOON);

        assertThat(heartbeat.concerns().get(0).toString())
                .contains("ConnectException")
                .doesNotContain("k3y");
    }

    @Test
    void refusesWhatIsNoAddressWithoutShowingIt() {
        assertThatThrownBy(() -> new HeartbeatSettings("hc-ping.com/k3y", MINUTE, "GET"))
                .hasMessageContaining("http://")
                .hasMessageNotContaining("k3y");
        assertThat(new HeartbeatSettings("https://hc-ping.com/k3y", MINUTE, "GET").toString())
                .doesNotContain("k3y");
    }
}
