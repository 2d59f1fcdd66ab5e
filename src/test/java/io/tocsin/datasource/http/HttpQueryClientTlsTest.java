package io.tocsin.datasource.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.datasource.QueryFailure;
import io.tocsin.datasource.http.TlsSettings.Verification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpQueryClientTlsTest {

    private final MockWebServer server = new MockWebServer();
    private final HeldCertificate authority = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("Our CA")
            .build();

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName("localhost")
                .build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(authority.certificate())
                .build()
                .sslSocketFactory());
        server.start();
        server.enqueue(new MockResponse.Builder().body("hello").build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void trustsTheGivenAuthority() throws IOException {
        Path ca = write("ca.pem", authority.certificatePem());

        assertThat(get("localhost", new TlsSettings(ca, null, null, Verification.FULL)))
                .isInstanceOf(HttpReply.Complete.class);
    }

    @Test
    void refusesAnAuthorityThatNobodyKnows() {
        HttpReply answer = get("localhost", TlsSettings.DEFAULT);

        assertThat(answer).isInstanceOf(HttpReply.Broken.class);
        assertThat(((HttpReply.Broken) answer).reason()).isEqualTo(QueryFailure.UNREACHABLE);
        assertThat(((HttpReply.Broken) answer).message()).contains("no secure connection", "tls.ca_file");
    }

    @Test
    void refusesACertificateOfAnotherHost() throws IOException {
        Path ca = write("ca.pem", authority.certificatePem());

        assertThat(get("127.0.0.1", new TlsSettings(ca, null, null, Verification.FULL)))
                .isInstanceOf(HttpReply.Broken.class);
    }

    @Test
    void checksNothingWhenToldSo() {
        assertThat(get("127.0.0.1", new TlsSettings(null, null, null, Verification.NONE)))
                .isInstanceOf(HttpReply.Complete.class);
    }

    @Test
    void showsItsOwnCertificate() throws Exception {
        server.requireClientAuth();
        HeldCertificate client = new HeldCertificate.Builder()
                .signedBy(authority)
                .commonName("tocsin")
                .build();
        TlsSettings tls = new TlsSettings(
                write("ca.pem", authority.certificatePem()),
                write("client.pem", client.certificatePem()),
                write("client.key", client.privateKeyPkcs8Pem()),
                Verification.FULL);

        assertThat(get("localhost", tls)).isInstanceOf(HttpReply.Complete.class);
        assertThat(server.takeRequest().getHandshake().peerPrincipal().getName())
                .contains("CN=tocsin");
    }

    @Test
    void namesFilesThatAreNoCertificates() throws IOException {
        Path broken = write("broken.pem", "hello");

        assertThatThrownBy(() -> get("localhost", new TlsSettings(broken, null, null, Verification.FULL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken.pem");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private HttpReply get(String host, TlsSettings tls) {
        HttpSettings settings = new HttpSettings(
                URI.create("https://" + host + ":" + server.getPort()),
                null,
                null,
                null,
                Map.of(),
                tls,
                new HttpSettings.RequestLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 1000));
        return new HttpQueryClient(settings, "test").get("/").block(Duration.ofSeconds(60));
    }
}
