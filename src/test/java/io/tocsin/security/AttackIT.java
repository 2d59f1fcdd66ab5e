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

    @BeforeAll
    static void start() {
        // On Kubernetes Spring Boot would trust forwarded headers by itself.
        // The clock stands still, so that no wait is over however slow the machine is.
        tocsin = RunningTocsin.start(
                home, Map.of("spring.main.cloud-platform", "kubernetes"), new SettableClock(Instant.now()));
        http = new RawHttp(tocsin.port());
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        for (String name : List.of("victim", "guesser", "viewer", "parallel", "neighbour")) {
            assertThat(accounts.create(name, PASSWORD, Role.VIEWER)).isEmpty();
        }
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
