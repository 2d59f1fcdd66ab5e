package io.tocsin.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.RunningTocsin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The agents themselves, with the text of docs/agents.md: {@code FLUENT_BIT}, {@code SYSLOG_NG} and {@code PROMTAIL} name their programs,
 * {@code NODE_MODULES} the directory that holds winston, winston-loki, pino and pino-loki. What is not named is skipped, and nothing is
 * started when none is. Nobody pushes here without a token.
 */
@EnabledIf("isAnyNamed")
class AgentsIT {

    private static final List<String> PROGRAMS = List.of("FLUENT_BIT", "SYSLOG_NG", "PROMTAIL", "NODE_MODULES");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    @TempDir
    private Path home;

    private static RunningTocsin tocsin;

    static boolean isAnyNamed() {
        return PROGRAMS.stream().anyMatch(program -> !named(program).isEmpty());
    }

    private static String named(String program) {
        String path = System.getenv(program);
        return path == null ? "" : path;
    }

    @BeforeAll
    static void start() {
        tocsin = RunningTocsin.start(data, Map.of("tocsin.loopback-free", "off"));
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    /** Those that end a JSON text, or a line, if somebody forgets them. */
    private static List<String> entries(String agent) {
        return List.of(
                "ERROR " + agent + " order 42 doesn't arrive",
                "ERROR " + agent + " \"quoted\" back\\slash {braces} 100%",
                "ERROR " + agent + " 엔진이 응답하지 않습니다\twith a tab",
                "java.lang.IllegalStateException: " + agent
                        + " has no stock\n\tat com.acme.Stock.take(Stock.java:9)\n\tat com.acme.Shop.sell(Shop.java:3)",
                "INFO " + agent + " goes on",
                "INFO " + agent + " ends");
    }

    @Test
    void fluentBit() throws Exception {
        assumeTrue(!named("FLUENT_BIT").isEmpty());
        Path file = written("fluent-bit.conf", inPlace(block("ini", 0)));

        follows("Fluent Bit", List.of(named("FLUENT_BIT"), "-c", file.toString()));
    }

    @Test
    void syslogNg() throws Exception {
        assumeTrue(!named("SYSLOG_NG").isEmpty());
        Path file = written("syslog-ng.conf", inPlace(block("conf", 0)));

        follows(
                "syslog-ng",
                List.of(
                        named("SYSLOG_NG"),
                        "--foreground",
                        "--no-caps",
                        "--cfgfile=" + file,
                        "--persist-file=" + home.resolve("persist"),
                        "--control=" + home.resolve("control"),
                        "--pidfile=" + home.resolve("pid")));
    }

    /** The file of compose/promtail, with the document's way to give it a token. */
    @Test
    void promtail() throws Exception {
        assumeTrue(!named("PROMTAIL").isEmpty());
        Path token = written("token", RunningTocsin.API_TOKEN);
        String text = Files.readString(Path.of("compose/promtail/promtail.yml"))
                .replaceFirst("(?m)^clients:\\n.*\\n", inPlace(block("yaml", 0)))
                .replace("/etc/promtail/token", token.toString())
                .replace("/var/lib/promtail", home.toString())
                .replace("/logs/", home + "/logs/")
                .replace("http_listen_port: 9080", "http_listen_port: 0");
        Path file = written("promtail.yml", text);

        follows("Promtail", List.of(named("PROMTAIL"), "-config.file=" + file, "-config.expand-env=true"));
    }

    @Test
    void winstonAndPino() throws Exception {
        assumeTrue(!named("NODE_MODULES").isEmpty());
        Path file = written("send.js", inPlace(block("javascript", 0)) + """

                winston.error('winston doesn\\'t work 한글', {order: 42});
                logger.error(new Error('pino says no 한글'));
                setTimeout(() => process.exit(0), 120000);
                """);
        Process program = started(List.of("node", file.toString()));
        try {
            awaitLines(
                    program,
                    "web",
                    lines -> assertThat(lines)
                            .anyMatch(line -> line.contains("winston doesn't work 한글"))
                            .anyMatch(line -> line.contains("pino says no 한글")));
        } finally {
            end(program);
        }
    }

    private static String block(String language, int number) {
        return new MarkdownPage(Path.of("docs/agents.md"))
                .blocks(language)
                .get(number)
                .text();
    }

    private String inPlace(String text) {
        return text.replace("10.0.0.1:8080", "127.0.0.1:" + tocsin.port())
                .replaceAll("(?m)^( +host +)10\\.0\\.0\\.1$", "$1127.0.0.1")
                .replaceAll("(?m)^( +port +)8080$", "$1" + tocsin.port())
                .replace("/var/log/app/", home + "/logs/app/")
                .replace("THE-TOKEN", RunningTocsin.API_TOKEN);
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    /** Lines that are appended to a file arrive as they are, and those of a trace as one. */
    private void follows(String agent, List<String> command) throws Exception {
        Path log = Files.createDirectories(home.resolve("logs/app")).resolve("app.log");
        Files.createFile(log);
        Process program = started(command);
        try {
            // From where it reads a file that is there already is its own matter; what is appended after a line that
            // came, comes.
            AtomicInteger number = new AtomicInteger();
            awaitLines(program, "app", lines -> {
                append(log, "INFO " + agent + " probe " + number.incrementAndGet());
                assertThat(lines).anyMatch(line -> line.startsWith("INFO " + agent + " probe"));
            });
            for (String entry : entries(agent)) {
                append(log, entry);
            }

            awaitLines(program, "app", lines -> assertThat(lines).containsAll(entries(agent)));
            assertThat(lines("app").stream().filter(line -> line.contains(agent) && !line.contains(" probe ")))
                    .containsExactlyInAnyOrderElementsOf(entries(agent));
        } finally {
            end(program);
        }
    }

    private static void append(Path log, String line) {
        try {
            Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process started(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("agent.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "PUSH_TOKEN",
                        RunningTocsin.API_TOKEN,
                        "HOSTNAME",
                        "server1",
                        "HOST_LABEL",
                        "server1",
                        "NODE_PATH",
                        named("NODE_MODULES")));
        return builder.start();
    }

    private static void end(Process program) throws InterruptedException {
        program.destroy();
        if (!program.waitFor(10, TimeUnit.SECONDS)) {
            program.destroyForcibly();
        }
    }

    /** Looks at the lines of a job until they are as they should be. */
    private void awaitLines(Process program, String job, Look look) throws IOException {
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> look.at(lines(job)));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "alive=" + program.isAlive() + "\n" + Files.readString(home.resolve("agent.log")), e);
        }
    }

    @FunctionalInterface
    private interface Look {
        void at(List<String> lines);
    }

    private static List<String> lines(String job) throws IOException, InterruptedException {
        String query = URLEncoder.encode("{job=\"" + job + "\"}", StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(tocsin.uri("/loki/api/v1/query_range") + "?limit=1000&query=" + query))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> lines = new ArrayList<>();
        JsonNode streams = new JsonMapper().readTree(answer.body()).at("/data/result");
        // Fluent Bit sends the end of a line, too.
        streams.forEach(stream -> stream.get("values")
                .forEach(value -> lines.add(value.get(1).asString().stripTrailing())));
        return lines;
    }
}
