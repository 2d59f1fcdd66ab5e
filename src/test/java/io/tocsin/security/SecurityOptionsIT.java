package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.access.Role;
import io.tocsin.access.store.AuditLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What settings change, and what a restart does not: sessions, TLS, viewers without a login, a trusted proxy. */
class SecurityOptionsIT {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path home;

    private final HeldCertificate first = certificate();
    private final HeldCertificate second = certificate();

    private static HeldCertificate certificate() {
        return new HeldCertificate.Builder()
                .commonName("127.0.0.1")
                .addSubjectAlternativeName("127.0.0.1")
                .build();
    }

    @Test
    void aLoginOutlivesARestartAndOptionsHold() throws Exception {
        String session;
        try (RunningTocsin tocsin = RunningTocsin.start(home, Map.of("tocsin.viewer-token", "a-viewer-of-20-chars"))) {
            RawHttp programs = new RawHttp(tocsin.port());
            String viewer = "Authorization: Bearer a-viewer-of-20-chars";
            assertThat(programs.get("/api/tocsin/v1/status", viewer).status()).isEqualTo(200);
            assertThat(programs.get("/api/tocsin/v1/tokens", viewer).status()).isIn(403, 404);
            session = checkSessions(tocsin, new RawHttp(tocsin.port()));
            assertOnlyTheOwnerMayRead(home.resolve("data"));
        }
        write(first);
        Map<String, String> options = Map.of(
                "tocsin.tls.cert", home.resolve("cert.pem").toString(),
                "tocsin.tls.key", home.resolve("key.pem").toString(),
                "tocsin.anonymous-viewer", "true",
                "tocsin.loopback-free", "off",
                "tocsin.trusted-proxies", "127.0.0.1");
        try (RunningTocsin tocsin = RunningTocsin.start(home, options)) {
            checkOptions(tocsin, session);
        }
    }

    /** Returns a session that was to last. */
    private String checkSessions(RunningTocsin tocsin, RawHttp http) throws Exception {
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        accounts.create("ann", PASSWORD, Role.RESPONDER);
        AccessCallers.Login short1 = AccessCallers.logIn(http, "ann", PASSWORD);
        RawHttp.Answer form = http.get("/login");
        RawHttp.Answer login = http.post(
                "/login",
                "username=ann&stay=true&next=%2Frules&password=" + AccessCallers.encoded(PASSWORD) + "&_csrf="
                        + AccessCallers.encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));
        assertThat(login.header("location")).isEqualTo("/rules");
        assertThat(login.header("set-cookie")).contains("Max-Age=2592000", "HTTPOnly", "SameSite=Lax");

        HttpResponse<InputStream> events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(tocsin.uri("/events"))
                                .header("Cookie", short1.cookies())
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(events.statusCode()).isEqualTo(200);
        Instant before = Instant.now();
        accounts.changeRole("ann", Role.EDITOR);
        try {
            events.body().readAllBytes();
        } catch (IOException e) {
            assertThat(e).as("cut off").isNotNull();
        }
        // Every stream ends after ten minutes.
        assertThat(Instant.now()).as("the stream ends with the role").isBefore(before.plusSeconds(60));
        assertThat(http.get("/rules", "Cookie: " + short1.cookies()).status()).isEqualTo(302);

        accounts.changeRole("ann", Role.ADMIN);
        form = http.get("/login");
        return http.post(
                        "/login",
                        "username=ann&stay=true&password=" + AccessCallers.encoded(PASSWORD) + "&_csrf="
                                + AccessCallers.encoded(form.csrfField()),
                        "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"))
                .cookie("SESSION");
    }

    private static void assertOnlyTheOwnerMayRead(Path data) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.filter(Files::isRegularFile))
                    .extracting(file -> file.getFileName().toString().replaceFirst(".*\\.", ""))
                    .contains("db", "key", "sync");
        }
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------"));
        }
    }

    private void checkOptions(RunningTocsin tocsin, String session) throws Exception {
        HttpClient client = client();
        URI base = URI.create("https://127.0.0.1:" + tocsin.port());

        HttpResponse<String> users = get(client, base, "/users", "Cookie", "__Host-SESSION=" + session);
        assertThat(users.statusCode()).isEqualTo(200);
        assertThat(users.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(get(client, base, "/rules").statusCode()).isEqualTo(200);
        assertThat(get(client, base, "/users").statusCode()).isEqualTo(302);
        assertThat(get(client, base, "/contact-points/new").statusCode()).isEqualTo(302);
        assertThat(get(client, base, "/login").headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("__Host-XSRF-TOKEN=", "Secure", "SameSite=Lax"));
        assertThat(get(client, base, "/loki/api/v1/labels").statusCode())
                .as("a viewer may ask")
                .isEqualTo(200);
        assertThat(post(client, base, "/loki/api/v1/push", "{\"streams\":[]}").statusCode())
                .isEqualTo(401);

        get(client, base, "/api/v1/rules", "Authorization", "Bearer wrong", "X-Forwarded-For", "6.6.6.6, 203.0.113.9");
        assertThat(tocsin.bean(AuditLog.class).find("get /api/v1/rules", Long.MAX_VALUE, 10))
                .extracting(entry -> entry.address())
                .containsExactly("203.0.113.9");

        assertThat(served(base)).isEqualTo(first.certificate());
        write(second);
        Instant deadline = Instant.now().plusSeconds(60);
        while (!served(base).equals(second.certificate()) && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(100_000_000);
        }
        assertThat(served(base)).isEqualTo(second.certificate());
    }

    private void write(HeldCertificate certificate) throws IOException {
        Files.writeString(home.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
        Files.writeString(home.resolve("cert.pem"), certificate.certificatePem());
    }

    private HttpClient client() {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(first.certificate())
                .addTrustedCertificate(second.certificate())
                .build();
        return HttpClient.newBuilder().sslContext(trust.sslContext()).build();
    }

    private X509Certificate served(URI base) throws Exception {
        SSLSession session =
                get(client(), base, "/actuator/health/liveness").sslSession().orElseThrow();
        return (X509Certificate) session.getPeerCertificates()[0];
    }

    private static HttpResponse<String> get(HttpClient client, URI base, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(HttpClient client, URI base, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
