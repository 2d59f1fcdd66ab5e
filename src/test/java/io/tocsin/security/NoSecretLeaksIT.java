package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.tocsin.RunningTocsin;
import io.tocsin.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Secrets of every kind go through everything that can be done with them, some of it failing; and then nothing that was
 * produced holds one of them: logs at TRACE, metrics, pages, answers, thread names, the data directory.
 */
class NoSecretLeaksIT {

    private static final String WEBHOOK = "T0B0/thewebhooktokenneverseen";
    private static final String AUTHORIZATION = "Bearer theauthorizationneverseen";
    private static final String BOT = "xoxb-thebottokenneverseen";
    private static final String LOKI = "thelokipasswordneverseen";
    private static final String KEY = "the passphrase of the key never seen";
    private static final String USER_PASSWORD = "the users password never seen";

    @TempDir
    Path home;

    @Test
    void nothingThatIsProducedHoldsASecret() throws Exception {
        Queue<String> logs = new ConcurrentLinkedQueue<>();
        Map<String, String> outputs = new LinkedHashMap<>();
        Map<String, String> secrets = new LinkedHashMap<>(Map.of(
                "webhook",
                WEBHOOK.substring(WEBHOOK.indexOf('/') + 1),
                "authorization",
                AUTHORIZATION.substring(7),
                "bot token",
                BOT,
                "loki password",
                LOKI,
                "key",
                KEY,
                "user's password",
                USER_PASSWORD,
                "admin's password",
                RunningTocsin.ADMIN_PASSWORD,
                "api token",
                RunningTocsin.API_TOKEN));
        try (MockWebServer chat = new MockWebServer()) {
            chat.start();
            chat.setDispatcher(new Echo());
            try (RunningTocsin tocsin = start(chat)) {
                Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
                Recorder recorder = new Recorder(logs);
                Level before = root.getLevel();
                List<Appender<ILoggingEvent>> usual = new ArrayList<>();
                root.iteratorForAppenders().forEachRemaining(usual::add);
                usual.forEach(root::detachAppender); // Nobody wants to read tens of thousands of lines.
                root.addAppender(recorder);
                root.setLevel(Level.TRACE);
                recorder.start();
                try {
                    use(tocsin, chat, outputs, secrets);
                } finally {
                    root.setLevel(before);
                    root.detachAppender(recorder);
                    usual.forEach(root::addAppender);
                }
                outputs.put(
                        "thread names",
                        Thread.getAllStackTraces().keySet().stream()
                                .map(Thread::getName)
                                .collect(Collectors.joining("\n")));
            }
        }
        outputs.put("logs", String.join("\n", logs));
        outputs.putAll(files(home.resolve("data")));

        List<String> leaks = new ArrayList<>();
        outputs.forEach((place, text) -> secrets.forEach((name, secret) -> {
            int at = text.indexOf(secret);
            if (at >= 0) {
                leaks.add(name + " in " + place + ": "
                        + text.substring(Math.max(0, at - 150), Math.min(text.length(), at + secret.length() + 20)));
            }
        }));
        assertThat(logs).as("logs at TRACE").hasSizeGreaterThan(500);
        assertThat(leaks).isEmpty();
    }

    private RunningTocsin start(MockWebServer chat) {
        return RunningTocsin.start(
                home,
                Map.of(
                        "tocsin.secret.key", KEY,
                        "tocsin.loki-password", LOKI,
                        "tocsin.allowed-webhook-hosts", chat.getHostName() + ":" + chat.getPort()));
    }

    private static void use(
            RunningTocsin tocsin, MockWebServer chat, Map<String, String> outputs, Map<String, String> secrets) {
        RawHttp http = new RawHttp(tocsin.port());
        tocsin.bean(UserAccounts.class).create("ann", USER_PASSWORD, Role.EDITOR);
        AccessCallers.logIn(http, "ann", USER_PASSWORD);
        AccessCallers.Login admin = AccessCallers.logIn(http, "admin", RunningTocsin.ADMIN_PASSWORD);
        String session = admin.cookies().replaceAll("^SESSION=([^;]*).*", "$1");
        secrets.put("session", session);
        String base = "http://" + chat.getHostName() + ":" + chat.getPort();
        String[] headers = {"Cookie: " + admin.cookies(), "X-CSRF-TOKEN: " + admin.csrf()};
        List<String> forms = List.of(
                "name=hook&type=slack&url=" + AccessCallers.encoded(base + "/services/" + WEBHOOK),
                "name=json&type=webhook&url=" + AccessCallers.encoded(base + "/hook/" + WEBHOOK) + "&authorization="
                        + AccessCallers.encoded(AUTHORIZATION),
                "name=bot&type=slack_bot&channel=C1&api_url=" + AccessCallers.encoded(base + "/api") + "&token=" + BOT);
        for (String form : forms) {
            String name = form.substring(5, form.indexOf('&'));
            outputs.put(
                    "test of " + name,
                    http.post("/contact-points/test", form, headers).body());
            outputs.put(
                    "saving " + name,
                    http.post("/contact-points", form, headers).body());
            outputs.put(
                    "test of saved " + name,
                    http.post("/contact-points/" + name + "/test", "", headers).body());
            outputs.put(
                    "page of " + name,
                    http.get("/contact-points/" + name, headers).body());
            outputs.put(
                    "form of " + name,
                    http.get("/contact-points/" + name + "/edit", headers).body());
            outputs.put(
                    "refused " + name,
                    http.post("/contact-points", form + "&title={{%23if", headers)
                            .body());
        }
        RawHttp.Answer made = http.send(
                "POST",
                "/api/tocsin/v1/tokens",
                List.of("Authorization: Bearer " + RunningTocsin.API_TOKEN, "Content-Type: application/json"),
                "{\"name\": \"one\", \"role\": \"viewer\"}");
        String token = made.body().replaceAll("(?s).*\"text\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        assertThat(token).startsWith("tocsin_");
        secrets.put("made token", token);
        http.get("/api/v1/rules", "Authorization: Bearer " + token);
        http.get("/api/v1/rules", "Authorization: Bearer wrong-" + token.substring(7));
        for (String path : List.of(
                "/",
                "/contact-points",
                "/deliveries",
                "/inbox",
                "/status",
                "/users",
                "/audit",
                "/tokens",
                "/account",
                "/nothing")) {
            outputs.put(path, http.get(path, headers).body());
        }
        for (String path : List.of(
                "/api/tocsin/v1/status",
                "/api/tocsin/v1/deliveries",
                "/api/tocsin/v1/tokens",
                "/actuator/prometheus",
                "/actuator/health",
                "/actuator/info")) {
            outputs.put(
                    path,
                    http.get(path, "Authorization: Bearer " + RunningTocsin.API_TOKEN)
                            .body());
        }
    }

    /** What lies in the data directory, as one text for each file. */
    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(
                        file.getFileName().toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return found;
    }

    /** Answers with what it was told, as some proxies do when they refuse something. */
    private static final class Echo extends Dispatcher {

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder()
                    .code(asked.getAndIncrement() % 2 == 0 ? 404 : 500)
                    .body("no_service " + request.getTarget() + " "
                            + request.getHeaders().get("Authorization"))
                    .build();
        }
    }

    /** Keeps every line with its exception. */
    private static final class Recorder extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines;

        Recorder(Queue<String> lines) {
            this.lines = lines;
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLoggerName().startsWith("mockwebserver3")) {
                return; // The chat's own log is not ours.
            }
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage() + trace);
        }
    }
}
