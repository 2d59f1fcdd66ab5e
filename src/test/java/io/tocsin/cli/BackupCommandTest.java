package io.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @TempDir
    private Path folder;

    private HttpServer server;
    private Answer answer = exchange -> {};

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/tocsin/v1/backup", exchange -> {
            answer.to(exchange);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private CommandRun backup() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return CommandRun.of(Map.of("TOCSIN_URL", url, "TOCSIN_API_TOKEN", "t"), folder, "backup", "b.zip");
    }

    private static Answer answers(int status, String type, String body, int more) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length + more);
            exchange.getResponseBody().write(bytes);
        };
    }

    @Test
    void aBackupThatTheDiskHasNoRoomForIsRefusedAndLeavesNoFile() {
        answer = answers(507, "application/problem+json", "{\"status\":507,\"detail\":\"the disk has 12 MB free\"}", 0);

        CommandRun run = backup();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("507", "the disk has 12 MB free");
        assertThat(folder.resolve("b.zip")).doesNotExist();
    }

    @Test
    void aBackupThatIsCutOffLeavesNoFile() {
        answer = answers(200, "application/zip", "half", 100);

        CommandRun run = backup();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the backup was not taken");
        assertThat(folder.resolve("b.zip")).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsNotTouched() throws IOException {
        Files.writeString(folder.resolve("b.zip"), "of yesterday");
        answer = answers(200, "application/zip", "whole", 0);

        assertThat(backup().code()).isEqualTo(2);

        assertThat(folder.resolve("b.zip")).hasContent("of yesterday");
    }

    @Test
    void aWholeOneIsForItsOwnerOnly() throws IOException {
        answer = answers(200, "application/zip", "whole", 0);

        assertThat(backup().code()).isZero();

        assertThat(folder.resolve("b.zip")).hasContent("whole");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("b.zip"))))
                .isEqualTo("rw-------");
    }
}
