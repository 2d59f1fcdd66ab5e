package io.tocsin.contactpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.message.TestMessages;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What every adapter must do with real bytes: classify each answer, keep within time, and never tell its secret. */
@ExtendWith(OutputCaptureExtension.class)
public abstract class NotifierContract {

    protected static final String SECRET = "s3cretT0kenNobodyMaySee";

    private MockWebServer server;

    protected abstract Notifier notifier(WebhookClient client);

    protected abstract ContactPoint contactPoint(String baseUrl);

    /** Answers and the simple name of the outcome that each must become. */
    protected abstract Stream<Case> cases();

    /** An answer that means success. */
    protected abstract Case success();

    public record Case(int status, String body, Map<String, String> headers, String outcome) {

        public static Case of(int status, String body, String outcome) {
            return new Case(status, body, Map.of(), outcome);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new MockWebServer();
        server.start();
    }

    @AfterEach
    void stop(CapturedOutput output) {
        assertThat(output.getAll()).as("the log").doesNotContain(SECRET);
        server.close();
    }

    @Test
    void classifiesEveryAnswerAndTellsNoSecret() {
        List<Case> all = Stream.concat(cases(), Stream.of(success())).toList();
        for (Case row : all) {
            // A service may echo the URL it was asked; that must not come through.
            boolean isEchoed = row.status() >= 400
                    && !row.body().startsWith("{")
                    && row.body().isEmpty();
            server.enqueue(response(row, isEchoed ? "no such path /" + SECRET : row.body()));

            DeliveryOutcome outcome = send();

            assertThat(outcome.getClass().getSimpleName())
                    .as("%s %s", row.status(), row.body())
                    .isEqualTo(row.outcome());
            assertThat(outcome.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void honoursRetryAfter() {
        server.enqueue(response(new Case(429, "", Map.of("Retry-After", "17"), "Retryable"), ""));

        DeliveryOutcome outcome = send();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        DeliveryOutcome.Retryable.class,
                        retryable -> assertThat(retryable.retryAfter()).isEqualTo(Duration.ofSeconds(17)));
    }

    @Test
    void anAnswerThatDoesNotComeIsAmbiguous() {
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .headersDelay(30, TimeUnit.SECONDS)
                .build());

        assertThat(send(base(), client(Duration.ofSeconds(4)))).isInstanceOf(DeliveryOutcome.Ambiguous.class);
    }

    @Test
    void aConnectionCutAfterTheRequestIsAmbiguousAndNotRepeated() throws InterruptedException {
        server.enqueue(new MockResponse.Builder()
                .onRequestBody(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(response(success(), success().body()));

        assertThat(send()).isInstanceOf(DeliveryOutcome.Ambiguous.class);
        // The server notes a request that it has cut off a little later.
        assertThat(server.takeRequest(60, TimeUnit.SECONDS)).isNotNull();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aPortWhereNobodyListensIsRetryable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        DeliveryOutcome outcome = send("http://127.0.0.1:" + port);

        assertThat(outcome).isInstanceOf(DeliveryOutcome.Retryable.class);
        assertThat(outcome.toString()).doesNotContain(SECRET);
    }

    @Test
    void followsNoRedirect() {
        server.enqueue(response(new Case(302, "", Map.of("Location", "/elsewhere"), "DeadEndpoint"), ""));

        assertThat(send()).isInstanceOf(DeliveryOutcome.DeadEndpoint.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void refusesAHostThatIsNotAllowed() {
        WebhookClient strict = new WebhookClient(AllowedHosts.parse(""), Duration.ofSeconds(2));

        DeliveryOutcome outcome = notifier(strict)
                .send(contactPoint(base()), Outgoing.first(TestMessages.firing("a", TestMessages.alert("h"))))
                .block(Duration.ofSeconds(60));

        assertThat(outcome).isInstanceOf(DeliveryOutcome.DeadEndpoint.class);
        assertThat(outcome.toString()).doesNotContain(SECRET);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void neitherTheContactPointNorItsLanePrintsTheSecret() {
        ContactPoint contactPoint = contactPoint(base());

        assertThat(contactPoint.toString()).doesNotContain(SECRET);
        assertThat(contactPoint.settings().maskedTarget()).doesNotContain(SECRET);
        assertThat(notifier(client(Duration.ofSeconds(30))).lane(contactPoint)).doesNotContain(SECRET);
    }

    protected final DeliveryOutcome send() {
        return send(base());
    }

    private DeliveryOutcome send(String base) {
        return send(base, client(Duration.ofSeconds(30)));
    }

    private DeliveryOutcome send(String base, WebhookClient client) {
        return notifier(client)
                .send(contactPoint(base), Outgoing.first(TestMessages.firing("a", TestMessages.alert("h"))))
                .block(Duration.ofSeconds(60));
    }

    private static WebhookClient client(Duration patience) {
        return new WebhookClient(AllowedHosts.parse("127.0.0.1,localhost"), patience);
    }

    private String base() {
        return "http://127.0.0.1:" + server.getPort();
    }

    private static MockResponse response(Case row, String body) {
        MockResponse.Builder response =
                new MockResponse.Builder().code(row.status()).body(body);
        row.headers().forEach(response::addHeader);
        return response.build();
    }
}
