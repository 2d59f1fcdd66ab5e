package io.tocsin.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.StreamPush;
import io.tocsin.TocsinProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Tocsin whose data lies on a real disk of its own, which others fill to the last byte and empty again: alerts go on, what
 * cannot be kept is refused, and nobody has to restart anything. Its short form is {@code FullDiskTest}.
 */
@Tag("soak")
class FullDiskIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int DISK_MEGABYTES = 160;
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private OneAlert alert;
    private TocsinProcess tocsin;

    @BeforeEach
    void start() throws Exception {
        alert = new OneAlert(home);
        Files.writeString(home.resolve("datasources.yml"), """
                datasources:
                  - {name: loki, type: loki, url: "%s", default: true}
                  - {name: store, type: embedded}
                """.formatted(alert.lokiUrl()));
        tocsin = TocsinProcess.startOnSmallDisk(
                home,
                TocsinProcess.freePort(),
                Map.of(
                        "TOCSIN_RULES_DIR",
                        home.resolve("rules").toString(),
                        "TOCSIN_CONTACT_POINTS_FILE",
                        home.resolve("contact-points.yml").toString(),
                        "TOCSIN_POLICIES_FILE",
                        home.resolve("policies.yml").toString(),
                        "TOCSIN_DATASOURCES_FILE",
                        home.resolve("datasources.yml").toString(),
                        "TOCSIN_ALLOWED_WEBHOOK_HOSTS",
                        alert.receiverHost()),
                DISK_MEGABYTES);
        alert.awaitAQuestion();
    }

    @AfterEach
    void stop() throws Exception {
        tocsin.close();
        alert.close();
    }

    @Test
    void goesOnWhileTheDiskIsFullAndAfterwards() throws Exception {
        assertThat(push().statusCode()).isEqualTo(204);
        Path filler = tocsin.files(home.resolve("data/filler").toAbsolutePath());
        long linesBefore = logLines();

        fill(filler);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(push().statusCode()).isEqualTo(507);
            assertThat(health("readiness")).isEqualTo(503);
        });
        assertThat(push().body()).contains("disk");
        assertThat(health("liveness")).isEqualTo(200);
        alert.setFiring(true);
        alert.awaitTold(true);
        TimeUnit.SECONDS.sleep(30);
        Files.delete(filler);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(push().statusCode()).isEqualTo(204);
            assertThat(health("readiness")).isEqualTo(200);
        });
        alert.assertToldOnce();
        assertThat(logLines() - linesBefore).isLessThan(60);
    }

    /** To the last byte. */
    private static void fill(Path file) throws IOException {
        byte[] block = new byte[MEBIBYTE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int size = 0; size < DISK_MEGABYTES; size++) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
            return;
        }
        throw new IllegalStateException("more than " + DISK_MEGABYTES + " MB on the small disk");
    }

    private long logLines() throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("process.log"));
        return lines.size();
    }

    private int health(String group) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(tocsin.uri("/actuator/health/" + group))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private HttpResponse<String> push() throws IOException, InterruptedException {
        return http.send(
                StreamPush.request(tocsin.uri(""), Map.of("job", "disk"), Instant.now(), List.of("hello"))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
