package io.tocsin.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.RunningTocsin;
import io.tocsin.standin.SlackStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs themselves: {@code AMTOOL}, {@code PROMETHEUS} and {@code VMALERT} name their files; what is not named is
 * skipped, and nothing is started when none is.
 */
@EnabledIf("isAnyNamed")
class RealProgramsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path home;

    private SlackStandIn slack;
    private RunningTocsin tocsin;

    static boolean isAnyNamed() {
        return !named("AMTOOL").isEmpty()
                || !named("PROMETHEUS").isEmpty()
                || !named("VMALERT").isEmpty();
    }

    private static String named(String program) {
        String path = System.getenv(program);
        return path == null ? "" : path;
    }

    @BeforeEach
    void start() throws Exception {
        slack = new SlackStandIn();
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - name: chat
                    type: slack
                    settings: {url: "%s"}
                """.formatted(slack.webhookUrl()));
        Files.writeString(
                home.resolve("policies.yml"),
                "route: {receiver: chat, group_by: [alertname], group_wait: 0s, group_interval: 1s}\n");
        tocsin = RunningTocsin.start(home, Map.of("tocsin.allowed-webhook-hosts", "127.0.0.1:" + slack.port()));
    }

    @AfterEach
    void stop() {
        tocsin.close();
        slack.close();
    }

    private record Ended(int code, String out) {}

    private Ended amtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                named("AMTOOL"),
                "--alertmanager.url=" + tocsin.uri(""),
                "--no-version-check",
                "--http.config.file=" + home.resolve("amtool-http.yml")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out);
    }

    private String fine(String... arguments) throws Exception {
        Ended ended = amtool(arguments);
        assertThat(ended.code()).as(List.of(arguments) + "\n" + ended.out()).isZero();
        return ended.out();
    }

    @Test
    void amtoolDoesItsWork() throws Exception {
        assumeTrue(!named("AMTOOL").isEmpty());
        Files.writeString(
                home.resolve("amtool-http.yml"), "authorization: {credentials: " + RunningTocsin.API_TOKEN + "}\n");

        fine("alert", "add", "alertname=Disk", "host=h1", "--annotation=summary=disk of h1 is full");
        await().atMost(PATIENCE)
                .until(() -> fine("alert", "query", "alertname=Disk").contains("disk of h1 is full"));
        assertThat(fine("alert", "query", "host=~h2.*")).doesNotContain("Disk");
        assertThat(await().atMost(PATIENCE).until(this::told, text -> text.contains("Disk")))
                .contains("disk of h1 is full");

        String id = fine("silence", "add", "alertname=Disk", "host=h1", "-c", "being cleaned", "-a", "ann", "-d", "1h")
                .strip();
        assertThat(fine("silence", "query", "host=h1")).contains(id, "being cleaned", "ann");
        await().atMost(PATIENCE)
                .until(() -> !fine("alert", "query", "alertname=Disk").contains("disk of h1"));
        assertThat(fine("alert", "query", "--silenced", "alertname=Disk")).contains("suppressed");
        assertThat(fine("silence", "update", "-d", "3h", "-c", "longer", id)).contains(id);
        String exported = fine("silence", "query", "-o", "json");
        assertThat(exported).contains("longer");
        fine("silence", "expire", id);
        assertThat(fine("silence", "query", "-q")).doesNotContain(id);
        assertThat(fine("silence", "query", "--expired", "-q")).contains(id);
        Path file = Files.writeString(home.resolve("silences.json"), exported);
        fine("silence", "import", "--force", file.toString());
        assertThat(fine("silence", "query")).contains("longer");

        assertThat(fine("cluster", "show")).contains("disabled");
        assertThat(fine("config", "show")).contains("receiver: chat");
        assertThat(fine("config", "routes", "test", "team=web")).contains("chat");
        assertThat(amtool("silence", "add", "host=h1").out()).contains("comment required");
        assertThat(amtool("silence", "expire", "00000000-0000-0000-0000-000000000000")
                        .code())
                .isNotZero();
    }

    @Test
    void prometheusTellsAChatOfAnAlertAndOfItsEnd() throws Exception {
        assumeTrue(!named("PROMETHEUS").isEmpty());
        Path rules = home.resolve("prometheus-rules.yml");
        Files.writeString(rules, rule("vector(7) > 1"));
        Path config = Files.writeString(
                home.resolve("prometheus.yml"), """
                global: {evaluation_interval: 1s}
                rule_files: ["%s"]
                alerting:
                  alertmanagers:
                    - authorization: {credentials: %s}
                      static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(rules, RunningTocsin.API_TOKEN, tocsin.port()));
        tellsOfAnAlertAndOfItsEnd(
                rules,
                List.of(
                        named("PROMETHEUS"),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + home.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:0",
                        // Its first message goes nowhere while it has not found its Alertmanagers.
                        "--rules.alert.resend-delay=5s"));
    }

    /** vmalert asks a Prometheus; one that answers every question with one sample will do. */
    @Test
    void vmalertTellsAChatOfAnAlertAndOfItsEnd() throws Exception {
        assumeTrue(!named("VMALERT").isEmpty());
        Path rules = home.resolve("vmalert-rules.yml");
        Files.writeString(rules, rule("vector(7) > 1"));
        try (AnsweringPrometheus prometheus = new AnsweringPrometheus()) {
            tellsOfAnAlertAndOfItsEnd(
                    rules,
                    List.of(
                            named("VMALERT"),
                            "-rule=" + rules,
                            "-datasource.url=http://127.0.0.1:" + prometheus.port(),
                            "-notifier.url=" + tocsin.uri(""),
                            "-notifier.bearerToken=" + RunningTocsin.API_TOKEN,
                            "-evaluationInterval=1s",
                            // An alert ends by itself when it is not sent again within four times this.
                            "-rule.resendDelay=5s",
                            "-httpListenAddr=127.0.0.1:0"));
        }
    }

    private static String rule(String expression) {
        return """
                groups:
                  - name: g
                    interval: 1s
                    rules:
                      - alert: FromOutside
                        expr: %s
                        labels: {severity: critical, host: h1}
                        annotations: {summary: "it is {{ $value }}"}
                """.formatted(expression);
    }

    private void tellsOfAnAlertAndOfItsEnd(Path rules, List<String> command) throws Exception {
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("program.log").toFile())
                .start();
        try {
            chat("FIRING", program);
            assertThat(told()).contains("FromOutside", "it is 7", "h1");

            Files.writeString(rules, rule("vector(0) > 1"));
            new ProcessBuilder("kill", "-HUP", Long.toString(program.pid()))
                    .start()
                    .waitFor();

            chat("RESOLVED", program);
        } finally {
            program.destroy();
            program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** All that the chat was sent. */
    private String told() {
        return slack.accepted().toString();
    }

    private void chat(String word, Process program) throws IOException {
        try {
            await().atMost(PATIENCE).until(() -> told().contains("[" + word));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(
                    "no " + word + "; alive=" + program.isAlive() + "\n"
                            + Files.readString(home.resolve("program.log")),
                    e);
        }
    }

    /** Seven to the one question, and nothing to any other. */
    private static final class AnsweringPrometheus implements AutoCloseable {

        private final HttpServer server;

        AnsweringPrometheus() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                String question = exchange.getRequestURI().getQuery()
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String series = question.replace("%287%29", "(7)").contains("vector(7)")
                        ? "{\"metric\":{},\"value\":[" + System.currentTimeMillis() / 1000 + ",\"7\"]}"
                        : "";
                byte[] answer = ("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + series
                                + "]}}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
