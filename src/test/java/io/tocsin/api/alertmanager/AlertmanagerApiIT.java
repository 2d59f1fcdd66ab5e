package io.tocsin.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.api.ContractSchemas;
import io.tocsin.api.DescribedAnswers;
import io.tocsin.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What amtool, karma, Grafana and Prometheus ask of an Alertmanager, over HTTP. */
class AlertmanagerApiIT {

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(home.resolve("policies.yml"), """
                route:
                  receiver: inbox
                  group_by: [alertname]
                  group_wait: 0s
                  group_interval: 1s
                  routes:
                    - {matchers: ['team="data"'], receiver: inbox, repeat_interval: 12h}
                inhibit_rules:
                  - {source_matchers: [severity=critical], target_matchers: [severity=warning], equal: [service]}
                """);
        tocsin = RunningTocsin.start(
                home,
                Map.of("tocsin.policies-file", home.resolve("policies.yml").toString()));
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private record Answer(int status, String text) {

        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }
    }

    private static Answer call(HttpMethod method, String path, String body) {
        EntityExchangeResult<String> result = tocsin.clientWithToken()
                .method(method)
                .uri(tocsin.uri(path))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(String.class)
                .returnResult();
        String text = result.getResponseBody();
        return new Answer(result.getStatus().value(), text == null ? "" : text);
    }

    private static Answer get(String path) {
        return call(HttpMethod.GET, path, "");
    }

    private static Answer post(String path, String body) {
        return call(HttpMethod.POST, path, body);
    }

    private static String silence(String id, String matchers, Instant start, Instant end) {
        return "{\"id\":\"" + id + "\",\"matchers\":[" + matchers + "],\"startsAt\":\"" + start + "\",\"endsAt\":\""
                + end + "\",\"createdBy\":\"ann\",\"comment\":\"deploy\"}";
    }

    private static String matcher(String name, String value) {
        return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\",\"isRegex\":false}";
    }

    private static String alert(String name, String service, String more) {
        return "[{\"labels\":{\"alertname\":\"" + name + "\",\"service\":\"" + service + "\",\"empty\":\"\"" + "},"
                + "\"annotations\":{\"summary\":\"" + name + " of " + service + "\"},"
                + "\"generatorURL\":\"http://prometheus:9090/graph\"" + more + "}]";
    }

    private static JsonNode find(String name) {
        JsonNode alerts =
                get("/api/v2/alerts?filter=alertname%3D%22" + name + "%22").json();
        return alerts.isEmpty() ? alerts : alerts.get(0);
    }

    @Test
    void aSilenceIsMadeReadChangedAndEnded() {
        Instant now = Instant.now();
        Answer made = post("/api/v2/silences", silence("", matcher("한글", "a b"), now, now.plusSeconds(3600)));
        String id = made.json().get("silenceID").stringValue();

        JsonNode read = get("/api/v2/silence/" + id).json();
        assertThat(read.at("/status/state").stringValue()).isEqualTo("active");
        assertThat(read.get("createdBy").stringValue()).isEqualTo("ann");
        assertThat(read.get("endsAt").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(read.get("matchers").toString())
                .isEqualTo("[{\"isEqual\":true,\"isRegex\":false,\"name\":\"한글\",\"value\":\"a b\"}]");

        Answer longer = post(
                "/api/v2/silences",
                silence(
                        id,
                        matcher("한글", "a b"),
                        Instant.parse(read.get("startsAt").stringValue()),
                        now.plusSeconds(7200)));
        assertThat(longer.json().get("silenceID").stringValue()).isEqualTo(id);
        Answer other = post("/api/v2/silences", silence(id, matcher("x", "y"), now, now.plusSeconds(7200)));
        String otherId = other.json().get("silenceID").stringValue();
        assertThat(otherId).isNotEqualTo(id);
        assertThat(get("/api/v2/silence/" + id).json().at("/status/state").stringValue())
                .isEqualTo("expired");

        assertThat(get("/api/v2/silences?filter=x%3Dy").json().findValuesAsString("id"))
                .containsExactly(otherId);
        assertThat(get("/api/v2/silences?filter=x%3Dz").json()).isEmpty();
        assertThat(call(HttpMethod.DELETE, "/api/v2/silence/" + otherId, "").status())
                .isEqualTo(200);
        assertThat(get("/api/v2/silence/" + otherId).json().at("/status/state").stringValue())
                .isEqualTo("expired");
    }

    /** Issue 14: what programs ask that cannot be had here, with answers as the documentation describes them. */
    @Test
    void theRequestsOfClientsAreAnsweredAsTheirSchemasDemand() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String id = "";
        for (String line : Files.readAllLines(Path.of("src/test/resources/contract/requests.txt"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] part = line.split(" \\| ?", 6);
            String body = filled(part[5], now, id);
            Answer answer = call(HttpMethod.valueOf(part[1]), filled(part[2], now, id), body);

            assertThat(answer.status()).as(line + answer.text()).isEqualTo(Integer.parseInt(part[3]));
            if (!part[4].equals("-")) {
                assertThat(ContractSchemas.violations(part[4], answer.json()))
                        .as(line + "\n" + answer.text())
                        .isEmpty();
            }
            if (!part[2].startsWith("/loki/") && answer.status() != 404) {
                assertThat(DescribedAnswers.violations(part[1], part[2], answer.status(), answer.text()))
                        .as(line + "\n" + answer.text())
                        .isEmpty();
            }
            id = part[4].equals("silenceId") ? answer.json().get("silenceID").stringValue() : id;
        }
        Answer streams = get(filled(
                "/loki/api/v1/query_range?query=%7Bjob%3D%22replayed%22%7D&start={from}&end={until}&limit=10",
                now, id));
        assertThat(streams.json().at("/data/result/0/values/0/1").stringValue())
                .isEqualTo("level=error took=3ms user=1");
        assertThat(get("/api/prom/rules/test/test").text()).contains("page not found");
        assertThat(ContractSchemas.violations("lokiMatrix", streams.json()))
                .as("the schemas can fail")
                .isNotEmpty();
        assertThat(ContractSchemas.violations("alerts", get("/api/v2/silences").json()))
                .as("the schemas can fail")
                .isNotEmpty();
    }

    private static String filled(String text, Instant now, String id) {
        return text.replace("{id}", id)
                .replace("{now}", now.toString())
                .replace("{hour}", now.plusSeconds(3600).toString())
                .replace("{line}", now.minusSeconds(5).toEpochMilli() + "000000")
                .replace("{from}", now.minusSeconds(3600).toEpochMilli() + "000000")
                .replace("{until}", now.plusSeconds(1).toEpochMilli() + "000000");
    }

    @Test
    void badSilencesAreRefusedInAlertmanagersWords() {
        Instant now = Instant.now();

        Answer past =
                post("/api/v2/silences", silence("", matcher("a", "b"), now.minusSeconds(9), now.minusSeconds(5)));
        assertThat(past.status()).isEqualTo(400);
        assertThat(past.json().stringValue()).startsWith("failed to create silence: ");
        assertThat(post("/api/v2/silences", silence("", matcher("a", "b"), now.plusSeconds(9), now.plusSeconds(5)))
                        .text())
                .isEqualTo("\"failed to create silence: start time must be before end time\"");
        Answer incomplete = post("/api/v2/silences", "{\"comment\":\"x\"}");
        assertThat(incomplete.status()).isEqualTo(422);
        assertThat(incomplete.json().get("code").intValue()).isEqualTo(602);
        assertThat(post("/api/v2/silences", "{").status()).isEqualTo(400);
        assertThat(post("/api/v2/silences", silence("nope", matcher("a", "b"), now, now.plusSeconds(9)))
                        .status())
                .isEqualTo(404);
        assertThat(get("/api/v2/silence/nope").status()).isEqualTo(404);
        assertThat(call(HttpMethod.DELETE, "/api/v2/silence/nope", "").status()).isEqualTo(404);
        assertThat(get("/api/v2/silences?filter=%7B%7B").json().stringValue()).startsWith("bad matcher format: ");
    }

    @Test
    void anAlertOfPrometheusIsToldAndResolved() {
        String start = Instant.now().minusSeconds(60).toString();
        String firing = alert("Down", "shop", ",\"startsAt\":\"" + start + "\"");

        assertThat(post("/api/v2/alerts", firing).status()).isEqualTo(200);
        assertThat(post("/api/v2/alerts", firing).status()).isEqualTo(200);

        JsonNode alert = await().atMost(Duration.ofMinutes(4))
                .until(
                        () -> find("Down"),
                        found -> found.at("/status/state").asString("").equals("active"));
        assertThat(alert.get("labels").toString()).isEqualTo("{\"alertname\":\"Down\",\"service\":\"shop\"}");
        assertThat(alert.get("startsAt").stringValue()).isEqualTo(AlertmanagerTimes.print(Instant.parse(start)));
        assertThat(alert.get("generatorURL").stringValue()).isEqualTo("http://prometheus:9090/graph");
        assertThat(alert.at("/receivers/0/name").stringValue()).isEqualTo("inbox");
        assertThat(alert.get("fingerprint").stringValue()).hasSize(16);
        await().until(() -> inbox("Down of shop") == 1);

        post("/api/v2/alerts", alert("Down", "shop", ",\"endsAt\":\"" + Instant.now() + "\""));

        await().atMost(Duration.ofMinutes(4)).until(() -> inbox("[RESOLVED] Down") == 1);
        assertThat(find("Down")).isEmpty();
        assertThat(get("/api/tocsin/v1/inbox").text())
                .contains("told by the sender")
                .doesNotContain("NaN");
    }

    @Test
    void anAlertThatIsNotRepeatedEnds() {
        post(
                "/api/v2/alerts",
                alert("Brief", "shop", ",\"endsAt\":\"" + Instant.now().plusSeconds(10) + "\""));

        await().atMost(Duration.ofMinutes(4)).until(() -> !find("Brief").isEmpty());
        await().atMost(Duration.ofMinutes(4)).until(() -> find("Brief").isEmpty());
        await().atMost(Duration.ofMinutes(4)).until(() -> inbox("[RESOLVED] Brief") == 1);
    }

    @Test
    void silencedAndInhibitedAlertsAreSuppressed() {
        Instant now = Instant.now();
        String id = post("/api/v2/silences", silence("", matcher("service", "quiet"), now, now.plusSeconds(600)))
                .json()
                .get("silenceID")
                .stringValue();
        post("/api/v2/alerts", alert("Muted", "quiet", ""));
        post("/api/v2/alerts", alert("Cause", "bank", "").replace("\"empty\":\"\"", "\"severity\":\"critical\""));
        await().atMost(Duration.ofMinutes(4))
                .until(() -> find("Cause").at("/status/state").asString("").equals("active"));
        post("/api/v2/alerts", alert("Effect", "bank", "").replace("\"empty\":\"\"", "\"severity\":\"warning\""));

        JsonNode muted = await().atMost(Duration.ofMinutes(4))
                .until(
                        () -> find("Muted"),
                        found -> found.at("/status/state").asString("").equals("suppressed"));
        JsonNode effect = await().atMost(Duration.ofMinutes(4))
                .until(
                        () -> find("Effect"),
                        found -> found.at("/status/state").asString("").equals("suppressed"));
        assertThat(muted.at("/status/silencedBy/0").stringValue()).isEqualTo(id);
        assertThat(effect.at("/status/inhibitedBy/0").stringValue())
                .isEqualTo(find("Cause").get("fingerprint").stringValue());
        assertThat(get("/api/v2/alerts?silenced=false&filter=service%3D%22quiet%22")
                        .json())
                .isEmpty();
        assertThat(get("/api/v2/alerts?inhibited=false&filter=alertname%3D%22Effect%22")
                        .json())
                .isEmpty();
        assertThat(get("/api/v2/alerts?receiver=nobody").json()).isEmpty();
        assertThat(get("/api/v2/alerts/groups?filter=alertname%3D%22Cause%22")
                        .json()
                        .at("/0/labels")
                        .toString())
                .isEqualTo("{\"alertname\":\"Cause\"}");
        assertThat(inbox("Effect of bank")).isZero();
    }

    @Test
    void badAlertsAreRefusedAndTheGoodOnesAreTaken() {
        Answer answer = post(
                "/api/v2/alerts",
                "[{\"labels\":{}},{\"labels\":{\"alertname\":\"Good\",\"service\":\"x\"}},{\"labels\":{\"a\":\"b\"},"
                        + "\"startsAt\":\"2030-01-01T00:00:00Z\",\"endsAt\":\"2029-01-01T00:00:00Z\"}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().stringValue())
                .isEqualTo("at least one label pair required; start time must be before end time");
        await().atMost(Duration.ofMinutes(4)).until(() -> !find("Good").isEmpty());
        assertThat(get("/api/v2/alerts?active=maybe").status()).isEqualTo(422);
    }

    @Test
    void statusAndReceiversAreThereForAmtool() {
        JsonNode status = get("/api/v2/status").json();

        assertThat(status.at("/cluster/status").stringValue()).isEqualTo("disabled");
        assertThat(status.at("/versionInfo/version").stringValue()).isEqualTo("0.33.0");
        assertThat(status.at("/config/original").stringValue())
                .contains("receiver: inbox", "- team=\"data\"", "repeat_interval: 12h", "receivers:");
        assertThat(get("/api/v2/receivers").json().findValuesAsString("name")).contains("inbox");
        assertThat(get("/-/healthy").text()).isEqualTo("OK");
    }

    @Test
    void theCommandLineMakesListsAndEndsSilences() {
        post("/api/v2/alerts", alert("Cli", "terminal", ""));
        await().atMost(Duration.ofMinutes(4)).until(() -> !find("Cli").isEmpty());

        CommandRun preview = command("silence", "preview", "service=terminal");
        CommandRun added =
                command("silence", "add", "service=terminal", "host!~\"h.*\"", "--comment", "try", "--author", "me");
        CommandRun listed = command("silence", "query", "service=terminal");
        CommandRun alerts = command("alert", "query", "alertname=Cli");
        CommandRun expired = command("silence", "expire", added.out().strip());

        assertThat(preview.out()).contains("Cli", "service=terminal", "1 alerts fire now and would be muted");
        assertThat(command("silence", "preview", "--past", "service=terminal").out())
                .contains("in the past seven days: ");
        assertThat(JsonMapper.shared()
                        .readTree(command("alert", "query", "--output", "json", "alertname=Cli")
                                .out())
                        .findValuesAsString("service"))
                .containsExactly("terminal");
        assertThat(listed.out())
                .contains(added.out().strip(), "active", "host!~\"h.*\" service=\"terminal\"", "me", "try");
        assertThat(alerts.out()).startsWith("ALERT").contains("Cli").contains("suppressed");
        assertThat(expired.code()).isZero();
        assertThat(command("silence", "query", "service=terminal").out())
                .doesNotContain(added.out().strip());
        assertThat(command("silence", "query", "--expired", "service=terminal").out())
                .contains(added.out().strip());
    }

    @Test
    void theCommandLineSaysWhatTheServerRefuses() {
        CommandRun unknown = command("silence", "expire", "nope");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("tocsin: the server answers 404");
        assertThat(command("silence", "add", "a=~(", "--comment", "x").code()).isEqualTo(2);
        CommandRun stranger = CommandRun.of(
                Map.of("TOCSIN_URL", tocsin.uri("").toString(), "TOCSIN_API_TOKEN", "not-the-token"),
                home,
                "alert",
                "query");
        assertThat(stranger.err()).contains("refuses").doesNotContain("not-the-token");
        CommandRun absent = CommandRun.of(Map.of(), home, "alert", "query", "--url", "http://127.0.0.1:1");
        assertThat(absent.code()).isEqualTo(2);
        assertThat(absent.err()).startsWith("tocsin: the server http://127.0.0.1:1 does not answer");
    }

    @Test
    void theCommandLineAsksForLinesAndNumbers() throws Exception {
        push("first line", "second \\\"quoted\\\" line");

        CommandRun lines = command("logql", "query", "{job=\"cli\"}");
        CommandRun numbers = command("logql", "query", "sum by (job) (count_over_time({job=\"cli\"}[5m]))");
        CommandRun course =
                command("logql", "query", "--step", "1m", "--since", "2m", "sum(count_over_time({job=\"cli\"}[5m]))");

        assertThat(lines.err()).isEmpty();
        assertThat(lines.out().lines()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(lines.out()).contains("job=cli").containsSubsequence("first line", "second \"quoted\" line");
        assertThat(numbers.out()).startsWith("TIME").contains("job=cli").containsPattern("Z +[1-9]\\d* +job=cli");
        assertThat(course.out().lines()).hasSizeGreaterThan(1);
        assertThat(command("logql", "query", "--output", "json", "vector(1)").out())
                .contains("\"resultType\"");
        assertThat(command("logql", "query", "{job=").code()).isEqualTo(2);
    }

    @Test
    void theCommandLinePrintsLinesAsTheyArrive() throws Exception {
        CompletableFuture<CommandRun> tail = CompletableFuture.supplyAsync(
                () -> command("logql", "tail", "--limit", "1", "{job=\"cli\"} |= \"tailed\""));

        await().atMost(Duration.ofMinutes(4)).until(() -> {
            push("a tailed line");
            return tail.isDone();
        });

        assertThat(tail.get().err()).isEmpty();
        assertThat(tail.get().out()).contains("job=cli", "a tailed line");
        assertThat(tail.get().code()).isZero();
    }

    @Test
    void theCommandLineMakesListsAndRemovesTokens() {
        CommandRun made = command("token", "create", "ci", "--role", "viewer");
        CommandRun listed = command("token", "list");
        String id = listed.out()
                .lines()
                .filter(line -> line.contains("ci"))
                .findFirst()
                .orElseThrow()
                .split(" ")[0];
        CommandRun used = CommandRun.of(
                Map.of(
                        "TOCSIN_URL",
                        tocsin.uri("").toString(),
                        "TOCSIN_API_TOKEN",
                        made.out().strip()),
                home,
                "alert",
                "query");

        assertThat(made.out().strip()).hasSizeGreaterThan(20);
        assertThat(listed.out())
                .contains("viewer", "never")
                .doesNotContain(made.out().strip());
        assertThat(used.code()).isZero();
        assertThat(command("token", "delete", id).code()).isZero();
        assertThat(command("token", "list").out()).doesNotContain("ci ");
        assertThat(command("token", "create", "x", "--role", "king").code()).isEqualTo(2);
    }

    @Test
    void theCommandLineLooksAfterPeople() {
        Map<String, String> environment =
                Map.of("TOCSIN_URL", tocsin.uri("").toString(), "TOCSIN_API_TOKEN", RunningTocsin.API_TOKEN);
        Map<String, String> withPassword = new java.util.HashMap<>(environment);
        withPassword.put("TOCSIN_USER_PASSWORD", "correct horse");

        CommandRun made = CommandRun.of(withPassword, home, "user", "create", "--role", "viewer", "ann");
        CommandRun again = CommandRun.of(withPassword, home, "user", "create", "--role", "viewer", "ann");
        CommandRun without = CommandRun.of(environment, home, "user", "password", "ann");
        CommandRun changed = command("user", "role", "ann", "editor");
        CommandRun listed = command("user", "list");
        CommandRun set = CommandRun.of(withPassword, home, "user", "password", "ann");
        CommandRun removed = command("user", "delete", "ann");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("409", "There is a user of this name already");
        assertThat(without.err()).contains("TOCSIN_USER_PASSWORD");
        assertThat(changed.code()).as(changed.err()).isZero();
        assertThat(listed.out()).containsPattern("ann +editor");
        assertThat(set.code()).as(set.err()).isZero();
        assertThat(removed.code()).as(removed.err()).isZero();
        assertThat(command("user", "list", "--output", "json").out()).doesNotContain("ann");
    }

    @Test
    void theCommandLineExplains() throws Exception {
        Files.writeString(home.resolve("rules/explained.yml"), """
                groups:
                  - name: explained
                    interval: 1s
                    rules:
                      - {alert: Explained, expr: vector(1), condition: "> 0", labels: {host: h9}}
                """);
        post("/-/reload", "");
        CommandRun told = await().atMost(Duration.ofMinutes(4))
                .until(
                        () -> command("explain", "alertname=Explained", "host=h9"),
                        run -> run.out().contains("inbox: delivered"));

        assertThat(told.code()).isZero();
        assertThat(told.out())
                .contains(
                        "Explained (explained.yml)",
                        "{host=h9}",
                        "It fired, and a notification said so.",
                        "goes to inbox");
        assertThat(command("explain", "--output", "json", "alertname=Explained").out())
                .contains("\"verdict\"");
        Files.delete(home.resolve("rules/explained.yml"));
        post("/-/reload", "");
        assertThat(command("explain", "alertname=Explained").code()).isEqualTo(1);
        assertThat(command("explain").err()).contains("name labels of the alert");
    }

    @Test
    void theCommandLineSaysWhatRulesWouldHaveDone() throws Exception {
        push("a line for the past");
        Path rules = Files.writeString(home.resolve("tried.yml"), """
                groups:
                  - name: tried
                    interval: 10s
                    query_offset: 0s
                    rules:
                      - {alert: Tried, expr: 'sum by (job) (count_over_time({job="cli"}[1m])) > 0'}
                """);
        String from = Instant.now().minusSeconds(60).toString();

        await().atMost(Duration.ofMinutes(4)).untilAsserted(() -> {
            CommandRun run = command("backtest", "--from", from, "--fail-on-alerts", rules.toString());
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("Tried", "job=cli", "alerts would have fired");
            assertThat(run.code()).isEqualTo(1);
        });
        assertThat(command("backtest", "--from", from, "--output", "json", rules.toString())
                        .out())
                .contains("\"firingCount\"");
        assertThat(command("backtest", home.resolve("missing.yml").toString()).code())
                .isEqualTo(2);
    }

    private static void push(String... lines) {
        StringBuilder values = new StringBuilder();
        for (String line : lines) {
            Instant now = Instant.now();
            values.append(values.isEmpty() ? "" : ",")
                    .append("[\"")
                    .append(now.getEpochSecond() * 1_000_000_000L + now.getNano())
                    .append("\",\"")
                    .append(line)
                    .append("\"]");
        }
        Answer answer =
                post("/loki/api/v1/push", "{\"streams\":[{\"stream\":{\"job\":\"cli\"},\"values\":[" + values + "]}]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
    }

    private static CommandRun command(String... arguments) {
        Map<String, String> environment =
                Map.of("TOCSIN_URL", tocsin.uri("").toString(), "TOCSIN_API_TOKEN", RunningTocsin.API_TOKEN);
        return CommandRun.of(environment, home, arguments);
    }

    private static int inbox(String text) {
        int count = 0;
        for (JsonNode item : get("/api/tocsin/v1/inbox?limit=100").json().get("items")) {
            count += item.toString().contains(text) ? 1 : 0;
        }
        return count;
    }
}
