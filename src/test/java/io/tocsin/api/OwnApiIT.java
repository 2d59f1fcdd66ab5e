package io.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API below /api/tocsin/v1 over HTTP: every operation, with its answers compared with /openapi.yaml; and a backtest over
 * lines that were pushed into the embedded log store, from request to message.
 */
class OwnApiIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "/api/tocsin/v1/backtest";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private static final String RULES = """
            groups:
              - name: jobs
                interval: 1m
                rules:
                  - alert: OcrErrors
                    expr: sum by (host) (count_over_time({job="ocr"} |= "ERROR" [1m]))
                    condition: "> 2"
                    labels: {severity: critical}
                    annotations: {summary: "{{value}} errors on {{labels.host}}"}
                  - alert: Quiet
                    expr: sum(count_over_time({job="ocr"} |= "PANIC" [1m]))
                    paused: true
            """;

    private static final String ALWAYS = """
            groups:
              - name: always
                interval: 1s
                rules:
                  - alert: Always
                    expr: vector(1)
                    condition: "> 0"
                    labels: {severity: critical, host: h1}
                    annotations: {summary: "it is {{value}}"}
                  - alert: AlwaysToo
                    expr: vector(2)
                    condition: "> 0"
                    labels: {severity: warning, host: h2}
                  - record: always:value
                    expr: vector(3)
            """;
    private static final String V1 = "/api/tocsin/v1";

    private static final Set<String> asked = new TreeSet<>();

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;
    private static WebTestClient client;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("rules")).resolve("jobs.yml"), RULES);
        Files.writeString(home.resolve("rules/always.yml"), ALWAYS);
        Files.writeString(home.resolve("policies.yml"), """
                route:
                  receiver: inbox
                  group_by: [alertname]
                  group_wait: 0s
                  group_interval: 1s
                  routes:
                    - {matchers: ['team="data"'], receiver: inbox, repeat_interval: 12h}
                """);
        tocsin = RunningTocsin.start(home, Map.of());
        client = tocsin.clientWithToken();
        pushBurst(NOW.minus(Duration.ofMinutes(40)), 5);
        pushBurst(NOW.minus(Duration.ofMinutes(20)), 4);
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private static void pushBurst(Instant at, int lines) {
        tocsin.push(
                Map.of("job", "ocr", "host", "s1"),
                at,
                IntStream.range(0, lines).mapToObj(i -> "ERROR page " + i).toList());
    }

    private static WebTestClient.ResponseSpec post(Map<String, String> body) {
        return client.post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(body))
                .exchange();
    }

    private static JsonNode get(String id) {
        return JSON.readTree(client.get()
                .uri(PATH + "/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private static JsonNode awaitEnd(WebTestClient.ResponseSpec begun) throws InterruptedException {
        String answer = begun.expectStatus()
                .isAccepted()
                .expectHeader()
                .valueMatches(HttpHeaders.LOCATION, PATH + "/[0-9a-f-]{36}")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        String id = JSON.readTree(answer).get("id").asString();
        Instant deadline = Instant.now().plusSeconds(60);
        JsonNode job = get(id);
        while (job.get("finishedAt").isNull() && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(20_000_000);
            job = get(id);
        }
        return job;
    }

    private record Answer(int status, String text, HttpHeaders headers) {

        JsonNode json() {
            return JSON.readTree(text);
        }
    }

    /** What the API answers, once it is found to be as it is described. */
    private static Answer ask(String method, String path, Object body) {
        return ask(method, path, body, "");
    }

    private static Answer ask(String method, String path, Object body, String known) {
        EntityExchangeResult<String> result = client.method(HttpMethod.valueOf(method))
                .uri(tocsin.uri(path))
                .headers(headers -> {
                    headers.setContentType(MediaType.APPLICATION_JSON);
                    if (!known.isEmpty()) {
                        headers.setIfNoneMatch(known);
                    }
                })
                .bodyValue(body instanceof String text ? text : JSON.writeValueAsString(body))
                .exchange()
                .expectBody(String.class)
                .returnResult();
        String text = result.getResponseBody() == null ? "" : result.getResponseBody();
        int status = result.getStatus().value();
        if (status != HttpStatus.NOT_MODIFIED.value()) {
            assertThat(DescribedAnswers.violations(method, path, status, text))
                    .as(method + " " + path + "\n" + text)
                    .isEmpty();
        }
        asked.add(DescribedAnswers.operation(method, path));
        return new Answer(status, text, result.getResponseHeaders());
    }

    private static JsonNode fine(String method, String path, Object body) {
        Answer answer = ask(method, path, body);
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.text())
                .isBetween(200, 204);
        return answer.text().isEmpty() ? JSON.nullNode() : answer.json();
    }

    private static JsonNode read(String path) {
        return fine("GET", V1 + path, "");
    }

    private static Answer refused(int status, String method, String path, Object body) {
        Answer answer = ask(method, V1 + path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.headers().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer.json().get("detail").asString()).isNotBlank();
        return answer;
    }

    private static JsonNode firing(String name) {
        return await().atMost(Duration.ofMinutes(4))
                .until(
                        () -> alert(name),
                        alert -> !alert.path("key").asString("").isEmpty());
    }

    private static JsonNode alert(String name) {
        return read("/alerts?q=alertname%3D" + name).get("items").path(0);
    }

    /** Issue 14: what the pages can do can be done by programs, and the description is true. */
    @Test
    void everyOperationAnswersAsItIsDescribed() throws Exception {
        String alert = firing("Always").get("key").asString();
        firing("AlwaysToo");
        rulesAndTheirHistory();
        alertsAndSilences(alert);
        wayOfAnAlert(alert);
        contactPoints();
        textsThatAreNotInForce();
        peopleAndTokens();

        Set<String> never = DescribedAnswers.operations(V1);
        never.removeAll(asked);
        assertThat(never).containsExactly("post /api/tocsin/v1/backup");
    }

    private static void rulesAndTheirHistory() {
        JsonNode rules = read("/rules").get("items");
        assertThat(rules.findValuesAsString("name")).containsExactly("Always", "AlwaysToo", "OcrErrors", "Quiet");
        assertThat(rules.get(0).at("/standing/health").asString()).isEqualTo("ok");
        assertThat(read("/rules?show=paused").get("items").findValuesAsString("name"))
                .containsExactly("Quiet");
        assertThat(read("/rules?q=panic").get("items")).hasSize(1);
        String first = "/rules/" + rules.get(0).get("id").asString();
        assertThat(read(first).at("/definition/labels/host").asString()).isEqualTo("h1");
        assertThat(read(first + "/instances").get("items")).hasSize(1);
        assertThat(read(first + "/transitions").get("items").get(0).get("to").asString())
                .isEqualTo("firing");
        await().atMost(Duration.ofMinutes(4))
                .until(() -> read(first + "/evaluations").get("items").size() > 3);
        JsonNode page = read(first + "/evaluations?limit=2");
        JsonNode next =
                read(first + "/evaluations?limit=1&cursor=" + page.get("next").asString());
        assertThat(Instant.parse(next.get("items").get(0).get("slot").asString()))
                .isEqualTo(Instant.parse(page.get("items").get(1).get("slot").asString())
                        .minusSeconds(1));
        assertThat(read(first + "/values?hours=1").get("error").asString()).isEmpty();
        assertThat(read("/recording-rules").findValuesAsString("name")).containsExactly("always:value");
        assertThat(ask("GET", V1 + "/recorded", "").text()).contains("always:value 3");
        read("/rule-remarks");
        read("/status");
        refused(404, "GET", "/rules/0000000000000000", "");
    }

    private static void alertsAndSilences(String alert) {
        JsonNode first = read("/alerts?limit=1");
        JsonNode second = read("/alerts?limit=1&cursor=" + first.get("next").asString());
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(List.of(
                        first.get("items")
                                .get(0)
                                .at("/observed/labels/alertname")
                                .asString(),
                        second.get("items")
                                .get(0)
                                .at("/observed/labels/alertname")
                                .asString()))
                .containsExactlyInAnyOrder("Always", "AlwaysToo");
        refused(400, "GET", "/alerts?q=%40age", "");
        assertThat(read("/alerts/" + alert).at("/texts/summary").asString()).isEqualTo("it is 1");
        read("/alerts/" + alert + "/lines");
        read("/ended-alerts");
        refused(404, "GET", "/alerts/nothing", "");

        JsonNode preview = fine("POST", V1 + "/silences/preview", Map.of("matchers", List.of("host=h1"), "past", true));
        assertThat(preview.get("count").asInt()).isEqualTo(1);
        assertThat(preview.at("/past/alerts").asInt()).isEqualTo(1);
        Map<String, Object> wish = Map.of("matchers", List.of("host=h1"), "duration", "2h", "comment", "deploy");
        Answer made = ask("POST", V1 + "/silences", wish);
        String id = made.json().get("id").asString();
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers().getFirst(HttpHeaders.LOCATION)).isEqualTo(V1 + "/silences/" + id);
        assertThat(read("/alerts?standing=silenced")
                        .get("items")
                        .get(0)
                        .get("key")
                        .asString())
                .isEqualTo(alert);
        assertThat(fine(
                                "PUT",
                                V1 + "/silences/" + id,
                                Map.of("matchers", List.of("host=h1"), "duration", "4h", "comment", "longer"))
                        .get("id")
                        .asString())
                .isEqualTo(id);
        assertThat(read("/silences/" + id).get("history")).hasSize(2);
        assertThat(read("/silences").get("items").get(0).get("affected").asInt())
                .isEqualTo(1);
        fine("DELETE", V1 + "/silences/" + id, "");
        assertThat(read("/silences?state=expired").get("items")).hasSize(1);
        refused(404, "DELETE", "/silences/nothing", "");
        refused(422, "POST", "/silences", Map.of("matchers", List.of("host=h1"), "duration", "2h"));
        refused(400, "POST", "/silences", Map.of("matchers", List.of("host=~("), "duration", "2h"));
        refused(400, "POST", "/silences", "{");

        fine("POST", V1 + "/alerts/" + alert + "/acknowledge", Map.of("comment", "on it"));
        assertThat(read("/alerts?standing=acknowledged").get("items")).hasSize(1);
        refused(404, "POST", "/alerts/nothing/acknowledge", Map.of());
    }

    private static void wayOfAnAlert(String alert) {
        JsonNode told = await().atMost(Duration.ofMinutes(4))
                .until(
                        () -> read("/alerts/" + alert).at("/told/0/message"),
                        message -> message.path("outcome").asString("").equals("delivered"));
        long delivery = told.get("delivery").asLong();
        assertThat(read("/deliveries/" + delivery).get("attempts")).hasSize(1);
        // That of the other alert.
        await().until(() -> read("/deliveries?limit=2").get("items").size() == 2);
        JsonNode page = read("/deliveries?limit=1");
        assertThat(read("/deliveries?limit=1&cursor=" + page.get("next").asString())
                        .get("items")
                        .get(0)
                        .get("id")
                        .asLong())
                .isLessThan(page.get("items").get(0).get("id").asLong());
        read("/inbox?limit=1");
        for (String action : List.of("retry", "drop")) {
            refused(409, "POST", "/deliveries/" + delivery + "/" + action, "");
        }
        refused(400, "POST", "/deliveries/" + delivery + "/redirect", Map.of("contactPoint", "nowhere"));
        JsonNode explained = read("/explain?matcher=alertname%3DAlways").at("/rules/0/alerts/0");
        assertThat(explained.at("/told/0/message/outcome").asString()).isEqualTo("delivered");
        assertThat(explained.get("text").asString()).startsWith("It fire");
        assertThat(explained.get("steps")).isNotEmpty();
        refused(400, "GET", "/explain", "");
        assertThat(read("/policies").get("policies")).hasSize(2);
        assertThat(read("/policies/route?labels=team%3Ddata")
                        .at("/ways/0/repeatInterval")
                        .asString())
                .isEqualTo("12h");
        refused(400, "GET", "/policies/route?labels=%3D%3D", "");
    }

    private static void contactPoints() {
        assertThat(read("/contact-points").findValuesAsString("name")).containsExactly("inbox");
        Map<String, Object> chat =
                Map.of("type", "slack", "settings", Map.of("url", "https://hooks.slack.com/services/T0/B0/x"));
        JsonNode made = fine("PUT", V1 + "/contact-points/chat", chat);
        assertThat(made.toString()).doesNotContain("/B0/x");
        assertThat(made.at("/standing/state").asString()).isEqualTo("unused");
        assertThat(read("/contact-points/chat").get("type").asString()).isEqualTo("slack");
        for (String action : List.of("disable", "enable", "unpark")) {
            JsonNode after = fine("POST", V1 + "/contact-points/chat/" + action, "");
            assertThat(after.at("/standing/state").asString().equals("disabled"))
                    .isEqualTo(action.equals("disable"));
        }
        fine("DELETE", V1 + "/contact-points/chat", "");
        fine("POST", V1 + "/contact-points/chat/restore", "");
        assertThat(fine("POST", V1 + "/contact-points/inbox/test", "")
                        .get("success")
                        .asBoolean())
                .isTrue();
        assertThat(refused(422, "PUT", "/contact-points/other", Map.of("type", "slack"))
                        .json()
                        .get("problems"))
                .isNotEmpty();
        JsonNode stored = read("/contact-points/chat/preview");
        assertThat(stored.findValuesAsString("sample")).containsExactly("firing", "resolved");
        assertThat(stored.at("/messages/0/payload/attachments")).isNotEmpty();
        JsonNode typed = fine(
                "POST", V1 + "/contact-points/preview", Map.of("type", "discord", "settings", Map.of("title", "몇 건")));
        assertThat(typed.get("type").asString()).isEqualTo("discord");
        assertThat(typed.at("/messages/0/payload/embeds/0/title").asString()).contains("몇 건");
        refused(422, "POST", "/contact-points/preview", Map.of("type", "pigeon"));
        refused(422, "POST", "/contact-points/test", Map.of("type", "slack"));
        assertThat(fine("POST", V1 + "/contact-points/test", Map.of("type", "inbox"))
                        .get("success")
                        .asBoolean())
                .isTrue();
        refused(409, "PUT", "/contact-points/inbox", Map.of("type", "inbox"));
        refused(409, "DELETE", "/contact-points/inbox", "");
        refused(404, "GET", "/contact-points/nothing", "");
    }

    private static void textsThatAreNotInForce() {
        JsonNode draft = fine("POST", V1 + "/drafts", Map.of("file", "new.yml", "text", RULES));
        assertThat(draft.get("valid").asBoolean()).isTrue();
        assertThat(draft.get("trials")).hasSize(2);
        assertThat(draft.get("diff")).isNotEmpty();
        assertThat(fine("POST", V1 + "/drafts", Map.of("file", "new.yml", "text", "groups: 1"))
                        .get("problems"))
                .hasSize(1);
        refused(400, "POST", "/drafts", Map.of("file", "../new.yml", "text", RULES));
        assertThat(fine("POST", V1 + "/templates", Map.of("title", "{{reason}}", "text", "{{summary}}"))
                        .get("problems"))
                .isEmpty();
        assertThat(fine("POST", V1 + "/policies/check", Map.of("text", "route: {receiver: nobody}"))
                        .get("valid")
                        .asBoolean())
                .isFalse();
    }

    private static void peopleAndTokens() {
        fine("POST", V1 + "/users", Map.of("name", "ann", "password", "correct horse", "role", "viewer"));
        refused(409, "POST", "/users", Map.of("name", "ann", "password", "correct horse", "role", "viewer"));
        refused(422, "POST", "/users", Map.of("name", "bob", "password", "short", "role", "viewer"));
        refused(400, "POST", "/users", Map.of("name", "bob", "password", "correct horse", "role", "king"));
        fine("PUT", V1 + "/users/ann/role", Map.of("role", "editor"));
        fine("PUT", V1 + "/users/ann/password", Map.of("password", "battery staple"));
        assertThat(read("/users").findValuesAsString("role")).contains("editor");
        fine("DELETE", V1 + "/users/ann", "");
        refused(404, "DELETE", "/users/ann", "");
        JsonNode token = fine("POST", V1 + "/tokens", Map.of("name", "ci", "role", "viewer"));
        assertThat(read("/tokens")).hasSize(1);
        fine("DELETE", V1 + "/tokens/" + token.at("/token/id").asLong(), "");
        JsonNode audit = read("/audit?limit=2");
        assertThat(audit.get("items").get(0).get("action").asString()).startsWith("DELETE /api/tocsin/v1/tokens");
        assertThat(audit.toString() + read("/audit?limit=500")).doesNotContain("battery", "correct horse");
        read("/backtest");
        read("/backtest/"
                + fine("POST", V1 + "/backtest", Map.of("file", "jobs.yml", "group", "jobs"))
                        .get("id")
                        .asString());
        Answer cancelled = ask("DELETE", V1 + "/backtest/nothing", "");
        assertThat(cancelled.status()).isEqualTo(404);
    }

    @Test
    void whoHasAnAnswerAlreadyGetsNoOther() {
        Answer first = ask("GET", V1 + "/recording-rules?q=nothing", "");
        String tag = first.headers().getETag();

        Answer same = ask("GET", V1 + "/recording-rules?q=nothing", "", String.valueOf(tag));
        Answer other = ask("GET", V1 + "/policies", "", String.valueOf(tag));

        assertThat(tag).matches("W/\"[0-9a-f]{32}\"");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.headers().getETag()).isEqualTo(tag);
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void whateverIsRefusedIsAProblemDetail() {
        assertThat(problem("/api/tocsin/v1/rules", "", 401)).contains("token");
        assertThat(problem("/api/tocsin/v1/nothing", RunningTocsin.API_TOKEN, 404))
                .isNotBlank();
        assertThat(problem("/api/tocsin/v1/backup", RunningTocsin.API_TOKEN, 405))
                .contains("POST");
        assertThat(problem("/api/tocsin/v1/rules?limit=many", RunningTocsin.API_TOKEN, 400))
                .isNotBlank();
        assertThat(problem("/api/tocsin/v1/rules?cursor=*", RunningTocsin.API_TOKEN, 400))
                .contains("cursor");
    }

    private static String problem(String path, String token, int status) {
        EntityExchangeResult<String> result = tocsin.client()
                .get()
                .uri(tocsin.uri(path))
                .headers(headers -> {
                    if (!token.isEmpty()) {
                        headers.setBearerAuth(token);
                    }
                })
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .returnResult();
        JsonNode problem = JSON.readTree(result.getResponseBody());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        return problem.get("detail").asString();
    }

    @Test
    void tellsWhatARuleTextWouldHaveDone() throws InterruptedException {
        JsonNode job = awaitEnd(post(Map.of(
                "rules", RULES,
                "start", NOW.minus(Duration.ofHours(1)).toString(),
                "end", NOW.minus(Duration.ofMinutes(2)).toString())));

        assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("done");
        assertThat(job.get("progress").asDouble()).isEqualTo(1);
        JsonNode result = job.get("result");
        assertThat(result.get("slots").asInt()).isEqualTo(58);
        assertThat(result.get("firingCount").asInt()).isEqualTo(2);
        JsonNode firing = result.get("firings").get(0);
        assertThat(firing.get("rule").asString()).isEqualTo("OcrErrors");
        assertThat(firing.get("value").asDouble()).isEqualTo(5);
        assertThat(firing.get("labels").get("host").asString()).isEqualTo("s1");
        assertThat(firing.get("annotations").get("summary").asString()).isEqualTo("5 errors on s1");
        assertThat(Duration.between(
                        Instant.parse(firing.get("firedAt").asString()),
                        Instant.parse(firing.get("resolvedAt").asString())))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(result.get("notificationCount").asInt()).isEqualTo(4);
        assertThat(result.get("notifications").get(0).get("reason").asString()).isEqualTo("FIRST_NOTIFICATION");
        assertThat(result.get("largestStorm").get("notifications").asInt()).isEqualTo(2);
        assertThat(result.get("message").get("payload").asString()).contains("5 errors on s1");
        assertThat(result.get("bytesScanned").asLong()).isPositive();
        assertThat(result.get("failures").isEmpty()).isTrue();
    }

    @Test
    void triesOneLoadedRule() throws InterruptedException {
        JsonNode job = awaitEnd(post(Map.of("file", "jobs.yml", "group", "jobs", "rule", "OcrErrors")));

        assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("done");
        assertThat(job.get("result").get("firingCount").asInt()).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithTheRules() {
        post(Map.of("rules", "groups:\n  - name: g\n    rules:\n      - {alert: A, expr: 'sum('}\n"))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).startsWith("backtest.yml:4:"));
    }

    @Test
    void refusesAPeriodThatIsTooLongOrNotOver() {
        post(Map.of("rules", RULES, "start", NOW.minus(Duration.ofDays(31)).toString()))
                .expectStatus()
                .isBadRequest();
        post(Map.of("rules", RULES, "end", NOW.plus(Duration.ofHours(1)).toString()))
                .expectStatus()
                .isBadRequest();
        post(Map.of("rules", RULES, "start", "yesterday")).expectStatus().isBadRequest();
        post(Map.of("rules", RULES, "datasource", "nowhere")).expectStatus().isBadRequest();
        post(Map.of("file", "other.yml", "group", "g")).expectStatus().isBadRequest();
    }

    @Test
    void anUnknownJobIsNotFound() {
        client.get().uri(PATH + "/nothing").exchange().expectStatus().isNotFound();
        client.delete().uri(PATH + "/nothing").exchange().expectStatus().isNotFound();
    }

    @Test
    void needsALogin() {
        tocsin.client().get().uri(PATH).exchange().expectStatus().isUnauthorized();
    }
}
