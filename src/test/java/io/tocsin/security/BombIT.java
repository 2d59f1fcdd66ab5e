package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.RunningTocsin;
import io.tocsin.SettableClock;
import io.tocsin.access.Role;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Attacks that want time, memory or one more guess, over real HTTP; each test is one attack. */
class BombIT {

    private static final String PASSWORD = "correct horse battery";
    /** Beside other tests; alone each takes a fraction of it. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path home;

    private static HttpServer chat;
    private static final AtomicInteger followed = new AtomicInteger();
    private static RunningTocsin tocsin;
    private static RawHttp http;
    private static AccessCallers.Login editor;

    @BeforeAll
    static void start() throws Exception {
        chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext("/services/moved", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders()
                        .set("Location", "http://127.0.0.1:" + chat.getAddress().getPort() + "/inside");
                exchange.sendResponseHeaders(307, -1);
            }
        });
        chat.createContext("/inside", exchange -> {
            try (exchange) {
                followed.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
            }
        });
        chat.start();
        // The clock stands still, so that no wait is over however slow the machine is.
        tocsin = RunningTocsin.start(
                home,
                Map.of(
                        "tocsin.allowed-webhook-hosts",
                        "127.0.0.1:" + chat.getAddress().getPort()),
                new SettableClock(Instant.now()));
        http = new RawHttp(tocsin.port());
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        assertThat(accounts.create("editor", PASSWORD, Role.EDITOR)).isEmpty();
        assertThat(accounts.create("spread", PASSWORD, Role.VIEWER)).isEmpty();
        editor = AccessCallers.logIn(http, "editor", PASSWORD);
    }

    @AfterAll
    static void stop() {
        tocsin.close();
        chat.stop(0);
    }

    private static RawHttp.Answer asEditor(String path, String form) {
        return http.post(path, form, "Cookie: " + editor.cookies(), "X-CSRF-TOKEN: " + editor.csrf());
    }

    private static RawHttp.Answer asAdmin(String method, String path, String json) {
        return http.send(
                method,
                path,
                List.of("Authorization: Bearer " + RunningTocsin.API_TOKEN, "Content-Type: application/json"),
                json);
    }

    private static void assertHarmless(String what, List<RawHttp.Answer> answers, Instant before) {
        assertThat(answers)
                .as(what)
                .allSatisfy(answer -> assertThat(answer.status()).isLessThan(500));
        assertThat(Duration.between(before, Instant.now())).as(what).isLessThan(SOON);
        assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#alerts}}{{#alerts}}{{#alerts}}{{#alerts}}{{#alerts}}{{#alerts}}{{title}}{{/alerts}}{{/alerts}}"
                        + "{{/alerts}}{{/alerts}}{{/alerts}}{{/alerts}}",
                "{{define \"a\"}}{{template \"a\" .}}{{template \"a\" .}}{{end}}{{template \"a\" .}}",
                "{{range .Alerts}}{{range $.Alerts}}{{range $.Alerts}}{{range $.Alerts}}{{range $.Alerts}}x{{end}}{{end}}"
                        + "{{end}}{{end}}{{end}}",
                "{{printf \"%1000000000d\" 1}}",
                "{{printf \"%.1000000000f\" 1.0}}",
                "{{reReplaceAll \"(((a{1,100}){1,100}){1,100}){1,100}\" \"b\" \"aaaaaaaaaaaaaaaaaaaaaaaa\"}}",
                "{{range list 1 2 3}}{{$x := \"aaaaaaaaaaaaaaaa\"}}{{range list 1 2 3 4 5 6 7 8}}{{$x = printf \"%s%s%s%s\" $x"
                        + " $x $x $x}}{{$x = printf \"%s%s%s%s\" $x $x $x $x}}{{end}}{{$x}}{{end}}",
            })
    void aTemplateTakesNoMoreTimeAndRoomThanAMessage(String template) {
        String form = "name=bomb&type=slack&url="
                + AccessCallers.encoded("https://hooks.slack.com/services/T0/B0/x") + "&text="
                + AccessCallers.encoded(template) + "&title=" + AccessCallers.encoded(template);
        Instant before = Instant.now();

        RawHttp.Answer answer = asEditor("/contact-points/preview", form);

        assertHarmless(template, List.of(answer), before);
        assertThat(answer.body().length()).isLessThan(4_000_000);
    }

    @Test
    void aTemplateOfThousandsOfLevelsIsAProblem() {
        for (String template : List.of(
                "{{#alerts}}".repeat(3_000) + "{{/alerts}}".repeat(3_000),
                "{{if true}}".repeat(3_000) + "{{end}}".repeat(3_000),
                "{{" + "(".repeat(30_000) + "1" + ")".repeat(30_000) + "}}")) {
            Instant before = Instant.now();

            RawHttp.Answer answer = asEditor(
                    "/contact-points/preview",
                    "name=deep&type=slack&url=" + AccessCallers.encoded("https://hooks.slack.com/services/T0/B0/x")
                            + "&text=" + AccessCallers.encoded(template));

            assertHarmless(template.substring(0, 20), List.of(answer), before);
        }
    }

    /** Also a stranger's, who must not fill the log with traces. */
    @Test
    void aFormThatIsTooLongIsRefusedWithoutATrace() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>(); // Other threads go on logging while it is looked at.
        log.start();
        root.addAppender(log);
        try {
            assertThat(statusOrCut(() -> http.post("/login", "username=" + "x".repeat(300_000))))
                    .isEqualTo(413);
            assertThat(statusOrCut(() -> asEditor("/drafts", "file=long.yml&text=" + "x".repeat(300_000))))
                    .isEqualTo(413);
        } finally {
            root.detachAppender(log);
        }

        assertThat(log.list).noneMatch(event -> event.getLevel() == Level.ERROR);
    }

    /** The server may close the connection before everything was sent, and then its answer is lost. */
    private static int statusOrCut(Supplier<RawHttp.Answer> request) {
        try {
            return request.get().status();
        } catch (UncheckedIOException e) {
            return 413;
        }
    }

    /** Repetitions that multiply, and those that a backtracking engine would try for years. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((a{0,100}){0,100}){0,100}){0,100}){0,100}",
                "(a{1000}){1000}",
                "(x+x+)+y",
                "^(a|a?)+$",
                "(.*)*(.*)*(.*)*(.*)*z",
                "[\\p{L}]{1000}[\\p{Lu}]{1000}[\\p{Ll}]{1000}",
            })
    void anExpressionCostsNoMoreThanItsText(String regex) {
        String quoted = "\"" + regex.replace("\\", "\\\\") + "\"";
        http.send(
                "POST",
                "/loki/api/v1/push",
                List.of("Content-Type: application/json"),
                "{\"streams\":[{\"stream\":{\"job\":\"x\"},\"values\":[[\""
                        + Instant.now().getEpochSecond() + "000000000\",\"" + "xa".repeat(4_000) + "\"]]}]}");
        Instant before = Instant.now();

        List<RawHttp.Answer> answers = new ArrayList<>();
        for (String query : List.of(
                "{job=\"x\"} |~ " + quoted,
                "{job=~" + quoted + "}",
                "{job=\"x\"} | regexp \"(?P<n>" + regex.replace("\\", "\\\\") + ")\"",
                "sum(count_over_time({job=\"x\"} | label_format a=`{{regexReplaceAll " + quoted
                        + " .job \"\"}}` [1h]))")) {
            answers.add(http.get("/loki/api/v1/query_range?query=" + AccessCallers.encoded(query)));
        }
        answers.add(asAdmin("GET", "/api/v2/alerts?filter=" + AccessCallers.encoded("job=~" + quoted), ""));
        answers.add(http.get("/alerts?q=" + AccessCallers.encoded("job=~" + quoted), "Cookie: " + editor.cookies()));
        answers.add(asAdmin(
                "POST",
                "/api/v2/silences",
                "{\"matchers\":[{\"name\":\"job\",\"value\":" + quoted + ",\"isRegex\":true}],\"startsAt\":\""
                        + Instant.now() + "\",\"endsAt\":\"" + Instant.now().plusSeconds(60)
                        + "\",\"createdBy\":\"x\",\"comment\":\"x\"}"));
        answers.add(asEditor(
                "/drafts",
                "file=regex.yml&text="
                        + AccessCallers.encoded(
                                "groups: [{name: a, rules: [{alert: b, expr: 'count_over_time({job=\"x\"} |~ `" + regex
                                        + "` [1m]) > 0'}]}]")));

        assertHarmless(regex, answers, before);
    }

    @Test
    void aBodyThatUnpacksToMoreIsRefused() throws Exception {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(small)) {
            deflate.write(new byte[64 << 20]);
        }

        RawHttp.Answer answer = http.send(
                "POST",
                "/loki/api/v1/push",
                List.of("Content-Type: application/json", "Content-Encoding: deflate"),
                small.toByteArray());

        assertThat(answer.status()).isBetween(400, 499);
    }

    @Test
    void jsonOfAnyDepthIsAProblemForEveryProgramsRoute() {
        String deep = "[".repeat(100_000);
        Instant before = Instant.now();

        List<RawHttp.Answer> answers = List.of(
                asAdmin("POST", "/api/v2/alerts", deep),
                asAdmin("POST", "/api/v2/alerts", "[{\"labels\":" + "{\"a\":".repeat(50_000)),
                asAdmin("POST", "/api/v2/silences", "{\"matchers\":" + deep),
                asAdmin("POST", "/api/tocsin/v1/backtest", deep),
                http.get("/loki/api/v1/query?query="
                        + AccessCallers.encoded("(".repeat(3_000) + "1" + ")".repeat(3_000))),
                http.get("/loki/api/v1/query?query=" + AccessCallers.encoded("-".repeat(5_000) + "1")));

        assertHarmless("depth", answers, before);
        assertThat(answers.subList(0, 4))
                .allSatisfy(answer -> assertThat(answer.status()).isBetween(400, 499));
    }

    /** 127.0.0.0/8 is all this machine, so each of these is a client with an address of its own. */
    @Test
    void manyAddressesGetNoMoreTriesAtOneAccount() {
        AccessCallers.logIn(http, "spread", PASSWORD);
        int tried = 0;

        for (int i = 1; i <= 30; i++) {
            RawHttp from = http.from("127.0.9." + i);
            tried += logIn(from, "spread", "guess " + i).status() == 429 ? 0 : 1;
        }

        assertThat(tried).isLessThanOrEqualTo(20);
        assertThat(logIn(http, "spread", PASSWORD).header("location"))
                .as("its owner")
                .isEqualTo("/");
    }

    @Test
    void oneAddressGetsNoMoreTriesAtManyAccounts() {
        RawHttp from = http.from("127.0.8.1");
        int tried = 0;

        for (int i = 1; i <= 60; i++) {
            tried += logIn(from, "somebody-" + i, "Password1!").status() == 429 ? 0 : 1;
        }

        assertThat(tried).isLessThanOrEqualTo(50);
        assertThat(logIn(http.from("127.0.8.2"), "editor", PASSWORD).header("location"))
                .as("a neighbour")
                .isEqualTo("/");
    }

    @Test
    void aWebhookLeadsNowhereElse() {
        String url = "http://127.0.0.1:" + chat.getAddress().getPort() + "/services/moved";

        RawHttp.Answer answer =
                asEditor("/contact-points/test", "name=moved&type=slack&url=" + AccessCallers.encoded(url));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("307");
        assertThat(followed).hasValue(0);
    }

    @Test
    void noNumberIsTooLarge() {
        List<String> paths = List.of(
                "/audit?below=99999999999999999999999",
                "/loki/api/v1/query_range?query=%7Bjob%3D%22x%22%7D&limit=99999999999",
                "/loki/api/v1/query_range?query=%7Bjob%3D%22x%22%7D&start=0&end=9223372036854775807&step=1ns",
                "/loki/api/v1/query?query=sum(count_over_time(%7Bjob%3D%22x%22%7D%5B999999999y%5D))",
                "/logs?query=%7Bjob%3D%22x%22%7D&from=99999999999999999&to=-1",
                "/deliveries?q=" + String.join("", Collections.nCopies(3_000, "%25")));
        Instant before = Instant.now();

        assertHarmless(
                "numbers",
                paths.stream()
                        .map(path -> http.get(path, "Authorization: Bearer " + RunningTocsin.API_TOKEN))
                        .toList(),
                before);
    }

    private static RawHttp.Answer logIn(RawHttp from, String user, String password) {
        RawHttp.Answer form = from.get("/login");
        return from.post(
                "/login",
                "username=" + AccessCallers.encoded(user) + "&password=" + AccessCallers.encoded(password) + "&_csrf="
                        + AccessCallers.encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));
    }
}
