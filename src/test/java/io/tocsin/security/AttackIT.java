package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.SettableClock;
import io.tocsin.access.Role;
import io.tocsin.access.store.AuditLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker would try, over real HTTP; each test is one attack. */
class AttackIT {

    private static final String PASSWORD = "correct horse battery";
    private static final String PUSH =
            "{\"streams\":[{\"stream\":{\"job\":\"forged\"},\"values\":[[\"%s000000000\",\"x\"]]}]}";

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;
    private static RawHttp http;
    private static AccessCallers.Login editor;

    @BeforeAll
    static void start() {
        // On Kubernetes Spring Boot would trust forwarded headers by itself.
        // The clock stands still, so that no wait is over however slow the machine is.
        tocsin = RunningTocsin.start(
                home,
                Map.of("spring.main.cloud-platform", "kubernetes", RunningTocsin.REAL_PASSWORDS, "true"),
                new SettableClock(Instant.now()));
        http = new RawHttp(tocsin.port());
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        for (String name : List.of("victim", "guesser", "viewer", "parallel", "neighbour")) {
            assertThat(accounts.create(name, PASSWORD, Role.VIEWER)).isEmpty();
        }
        assertThat(accounts.create("editor", PASSWORD, Role.EDITOR)).isEmpty();
        editor = AccessCallers.logIn(http, "editor", PASSWORD);
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    @Test
    void aBareProxyDoesNotMakeTheInternetLocal() {
        RawHttp.Answer answer = http.exchange(
                "POST /loki/api/v1/push HTTP/1.0",
                List.of("Host: 127.0.0.1", "Connection: close", "Content-Type: application/json"),
                push());

        assertThat(answer.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Real-IP: 198.51.100.7",
                "Via: 1.1 proxy",
                "X-Forwarded-Host: tocsin.example",
                "X-Forwarded-Proto: https",
                "x-forwarded-port: 443",
                "Forwarded: for=198.51.100.7",
                "X-Forwarded-For: 127.0.0.1",
                "CF-Connecting-IP: 198.51.100.7",
                "True-Client-IP: 198.51.100.7",
                "X-Client-IP: 198.51.100.7",
            })
    void aForwardedRequestIsNotLocal(String header) {
        assertThat(http.send("POST", "/loki/api/v1/push", List.of("Content-Type: application/json", header), push())
                        .status())
                .isIn(401, 403);
        assertThat(http.get("/loki/api/v1/labels", header).status()).isEqualTo(401);
    }

    @Test
    void aClientDoesNotChooseItsOwnAddress() {
        logIn("nobody-known", "wrong", "X-Forwarded-For: 203.0.113.66", "Forwarded: for=203.0.113.66");

        assertThat(tocsin.bean(AuditLog.class).find("post /login", Long.MAX_VALUE, 100))
                .isNotEmpty()
                .noneMatch(entry -> entry.address().contains("203.0.113"));
    }

    @Test
    void aGuesserDoesNotGetMoreTriesByLoggingInItself() {
        int tried = 0;
        for (int i = 0; i < 12; i++) {
            if (i % 4 == 3) {
                logIn("guesser", PASSWORD);
            }
            tried += logIn("victim", "guess " + i).status() == 429 ? 0 : 1;
        }

        assertThat(tried).isLessThanOrEqualTo(5);
    }

    @Test
    void parallelGuessesAreNotAllTried() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        RawHttp.Answer form = http.get("/login");
        List<Callable<Integer>> guesses = java.util.stream.IntStream.range(0, 20)
                .<Callable<Integer>>mapToObj(
                        i -> () -> logIn(form, "parallel", "guess " + i).status())
                .toList();

        int tried = 0;
        for (Future<Integer> answer : threads.invokeAll(guesses)) {
            tried += answer.get() == 429 ? 0 : 1;
        }
        threads.shutdownNow();

        assertThat(tried).isLessThanOrEqualTo(5);
    }

    @Test
    void guessesAtOneAccountDoNotLockOutTheNextOneBehindTheSameProxy() {
        for (int i = 0; i < 8; i++) {
            logIn("victim", "another guess " + i);
        }

        assertThat(logIn("neighbour", PASSWORD).header("location")).isEqualTo("/");
    }

    @Test
    void unknownNamesTakeAsMuchWorkAsKnownOnes() {
        logIn("unknown-0", "warm up");
        long unknown = Long.MAX_VALUE;
        for (int i = 1; i < 4; i++) {
            RawHttp.Answer form = http.get("/login");
            long start = System.nanoTime();
            logIn(form, "unknown-" + i, "some password");
            unknown = Math.min(unknown, System.nanoTime() - start);
        }

        // BCrypt with ten rounds takes longer than this on any machine of these years.
        assertThat(unknown).isGreaterThan(25_000_000L);
    }

    @Test
    void aRefusedRequestOfAStrangerIsNotStored() {
        int before = tocsin.bean(AuditLog.class).find("", Long.MAX_VALUE, 1000).size();

        for (int i = 0; i < 10; i++) {
            http.post("/silences/" + "x".repeat(500) + i + "/expire", "comment=" + "attack".repeat(200));
        }

        assertThat(tocsin.bean(AuditLog.class).find("", Long.MAX_VALUE, 1000)).hasSize(before);
    }

    @Test
    void aStrangerGetsNoSession() {
        assertThat(http.get("/login").cookie("SESSION")).isEmpty();
        assertThat(http.get("/alerts").cookie("SESSION")).isEmpty();
    }

    @Test
    void aViewerDoesNotForgeLogLines() {
        AccessCallers.Login viewer = open("viewer");

        RawHttp.Answer answer = http.send(
                "POST",
                "/loki/api/v1/push",
                List.of(
                        "Content-Type: application/json",
                        "X-Real-IP: 198.51.100.7",
                        "Cookie: " + viewer.cookies(),
                        "X-CSRF-TOKEN: " + viewer.csrf()),
                push());

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void headPassesNoRuleThatBindsGet() {
        AccessCallers.Login viewer = open("viewer");

        assertThat(http.send("HEAD", "/contact-points/new", List.of("Cookie: " + viewer.cookies()), "")
                        .status())
                .isEqualTo(403);
    }

    /** Addresses of this machine and its network, in every spelling that some library takes for one; and look-alikes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/x",
                "https://127.1/x",
                "https://2130706433/x",
                "https://0x7f000001/x",
                "https://0x7f.0.0.1/x",
                "https://017700000001/x",
                "https://0177.0.0.1/x",
                "https://[::1]/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://[::ffff:7f00:1]/x",
                "https://169.254.169.254/latest/meta-data",
                "https://localhost/x",
                "https://LOCALHOST/x",
                "https://hooks.slack.com@127.0.0.1/services/T/B/x",
                "https://hooks.slack.com:x@127.0.0.1/services/T/B/x",
                "https://127.0.0.1#@hooks.slack.com/services/T/B/x",
                "https://127.0.0.1?@hooks.slack.com/services/T/B/x",
                "https://127.0.0.1\\@hooks.slack.com/services/T/B/x",
                "https://hooks.slack.com.evil.example/services/T/B/x",
                "https://evil.example/hooks.slack.com",
                "https://hooks.slack.com:8443/services/T/B/x",
                "http://hooks.slack.com/services/T/B/x",
                "https://h\u043e\u043eks.slack.com/services/T/B/x",
                "https://hooks\u3002slack\u3002com.evil.example/services/T/B/x",
                "file:///etc/passwd",
                "gopher://127.0.0.1:25/x",
                "//127.0.0.1/x",
            })
    void anEditorPointsNoWebhookAtTheNetworkBehindUs(String url) {
        for (String kind : List.of("slack", "webhook")) {
            RawHttp.Answer answer =
                    asEditor("/contact-points", "name=ssrf&type=" + kind + "&url=" + AccessCallers.encoded(url));

            assertThat(answer.status())
                    .as("stored would be 303: " + answer.header("location"))
                    .isEqualTo(200);
        }
    }

    @Test
    void aForeignPageOpensNoTailInAnEditorsBrowser() {
        List<String> upgrade = List.of(
                "Cookie: " + editor.cookies(),
                "X-Real-IP: 198.51.100.7",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        assertThat(tail(upgrade, "http://evil.example")).isEqualTo(403);
        assertThat(tail(upgrade, "null")).isEqualTo(403);
        assertThat(tail(upgrade, "http://127.0.0.1:" + tocsin.port())).isEqualTo(101);
    }

    private static int tail(List<String> upgrade, String origin) {
        List<String> headers = new ArrayList<>(List.of("Host: 127.0.0.1:" + tocsin.port(), "Connection: Upgrade"));
        headers.addAll(upgrade);
        headers.add("Origin: " + origin);
        return http.exchange("GET /loki/api/v1/tail?query=%7Bjob%3D%22x%22%7D HTTP/1.1", headers, "")
                .status();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/css/../application.yaml",
                "/css/%2e%2e/application.yaml",
                "/css/..%2fapplication.yaml",
                "/css/..%252fapplication.yaml",
                "/css/..%5capplication.yaml",
                "/css/....//application.yaml",
                "/css/.%00/application.yaml",
                "/webjars/../../application.yaml",
                "/webjars/bootstrap/../../../../application.yaml",
                "/schema/%2e%2e/%2e%2e/application.yaml",
                "/..;/users",
                "/css/..;/users",
                "//users",
                "/users;x=/css/a.css",
            })
    void noPathLeadsOutOfItsFolder(String path) {
        RawHttp.Answer answer = http.get(path);

        assertThat(answer.status()).isIn(302, 400, 404);
        assertThat(answer.body()).doesNotContain("TOCSIN_", "id=\"users\"");
    }

    @Test
    void aRequestHidesNoOther() {
        String hidden = "GET /actuator/health/liveness HTTP/1.1\r\nHost: x\r\n\r\n";
        String host = "Host: 127.0.0.1:" + tocsin.port() + "\r\n";
        String chunked = "0\r\n\r\n" + hidden;
        List<String> shapes = List.of(
                "POST /login HTTP/1.1\r\n" + host + "Content-Length: " + chunked.length()
                        + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunked,
                "POST /login HTTP/1.1\r\n" + host + "Content-Length: 0\r\nContent-Length: " + hidden.length()
                        + "\r\nConnection: close\r\n\r\n" + hidden,
                "POST /login HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, identity\r\nContent-Length: "
                        + chunked.length() + "\r\nConnection: close\r\n\r\n" + chunked,
                "POST /login HTTP/1.1\r\n" + host + "Transfer-Encoding : chunked\r\nContent-Length: " + chunked.length()
                        + "\r\nConnection: close\r\n\r\n" + chunked,
                "POST /login HTTP/1.1\r\n" + host + "Content-Length: +" + hidden.length()
                        + "\r\nConnection: close\r\n\r\n" + hidden);

        for (String shape : shapes) {
            String answer = http.raw(shape);

            assertThat(answer.split("HTTP/1\\.1 ", -1).length - 1)
                    .as(shape + "\n" + answer)
                    .isEqualTo(1);
            assertThat(answer).doesNotContain("\"UP\"");
        }
    }

    @Test
    void aHeaderIsNotSplit() {
        RawHttp.Answer form = http.get("/login?next=%2Fa%0d%0aSet-Cookie:%20evil=1");
        RawHttp.Answer answer = http.post(
                "/login",
                "username=editor&password=" + AccessCallers.encoded(PASSWORD) + "&next=%2Fa%0d%0aX-Evil:%201&_csrf="
                        + AccessCallers.encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));

        assertThat(form.header("set-cookie")).doesNotContain("evil");
        assertThat(answer.headers()).doesNotContainKey("x-evil");
        assertThat(answer.header("location")).isEqualTo("/");
    }

    @Test
    void aLoginLeadsToNoOtherSite() {
        for (String next :
                List.of("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")) {
            RawHttp.Answer form = http.get("/login?next=" + AccessCallers.encoded(next));
            assertThat(form.body()).doesNotContain("evil.example", "javascript:");
            RawHttp.Answer answer = http.post(
                    "/login",
                    "username=editor&password=" + AccessCallers.encoded(PASSWORD) + "&next="
                            + AccessCallers.encoded(next) + "&_csrf=" + AccessCallers.encoded(form.csrfField()),
                    "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));

            assertThat(answer.header("location")).as(next).isEqualTo("/");
        }
    }

    @Test
    void bombsAreRefusedAndTheServerLives() throws Exception {
        String json = "Content-Type: application/json";
        String deep = "[".repeat(200_000);
        byte[] zeros = new byte[64 << 20];
        java.io.ByteArrayOutputStream small = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(small)) {
            gzip.write(zeros);
        }
        byte[] snappy = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0x00, 0x61};
        String token = "Authorization: Bearer " + RunningTocsin.API_TOKEN;

        assertThat(List.of(
                        http.send("POST", "/loki/api/v1/push", List.of(json), deep)
                                .status(),
                        http.send("POST", "/loki/api/v1/push", List.of(json), "{\"streams\":" + deep)
                                .status(),
                        http.send(
                                        "POST",
                                        "/loki/api/v1/push",
                                        List.of(json, "Content-Encoding: gzip"),
                                        small.toByteArray())
                                .status(),
                        http.send("POST", "/loki/api/v1/push", List.of("Content-Type: application/x-protobuf"), snappy)
                                .status(),
                        http.send("POST", "/api/tocsin/v1/backtest", List.of(json, token), "{\"text\":" + deep)
                                .status(),
                        http.send("POST", "/api/tocsin/v1/tokens", List.of(json, token), deep)
                                .status()))
                .allSatisfy(status -> assertThat(status).isBetween(400, 499));
        assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    @Test
    void aBombOfAliasesInADraftIsAProblem() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String one = "*a" + (i - 1);
            yaml.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(String.join(",", java.util.Collections.nCopies(9, one)))
                    .append("]\n");
        }
        yaml.append("groups: *a11\n");

        assertThat(asEditor("/drafts", "file=bomb.yml&text=" + AccessCallers.encoded(yaml.toString()))
                        .status())
                .isLessThan(500);
        assertThat(asEditor("/drafts", "file=deep.yml&text=" + AccessCallers.encoded("groups: " + "[".repeat(20_000)))
                        .status())
                .isLessThan(500);
    }

    @Test
    void requestsThatNeverEndKeepNobodyWaiting() throws Exception {
        List<java.net.Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), tocsin.port());
                socket.getOutputStream()
                        .write("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                slow.add(socket);
            }

            assertThat(http.get("/login").status()).isEqualTo(200);
        } finally {
            for (java.net.Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static RawHttp.Answer asEditor(String path, String form) {
        return http.post(path, form, "Cookie: " + editor.cookies(), "X-CSRF-TOKEN: " + editor.csrf());
    }

    private static String push() {
        return PUSH.formatted(Instant.now().getEpochSecond());
    }

    private static AccessCallers.Login open(String user) {
        return AccessCallers.logIn(http, user, PASSWORD);
    }

    private static RawHttp.Answer logIn(String user, String password, String... headers) {
        return logIn(http.get("/login"), user, password, headers);
    }

    private static RawHttp.Answer logIn(RawHttp.Answer form, String user, String password, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));
        return http.post(
                "/login",
                "username=" + AccessCallers.encoded(user) + "&password=" + AccessCallers.encoded(password) + "&_csrf="
                        + AccessCallers.encoded(form.csrfField()),
                all.toArray(String[]::new));
    }
}
