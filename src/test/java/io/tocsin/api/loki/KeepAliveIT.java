package io.tocsin.api.loki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Browsers and log shippers send the next request over the same connection, sometimes before the last answer is done.
 * With Reactor Netty before 1.3.8 the third one here is never answered.
 */
class KeepAliveIT {

    private static final String SLOW = "/loki/api/v1/query?query=sum(vector(1))";
    private static final String QUICK = "/ready";

    @TempDir
    Path directory;

    @Test
    void answersEveryRequestOfAConnection() throws IOException {
        try (LokiServer server = LokiServer.start(directory);
                Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int round = 0; round < 20; round++) {
                send(socket, SLOW, QUICK);
                assertThat(statusOfNext(answers)).isEqualTo("HTTP/1.1 200 OK");
                assertThat(statusOfNext(answers)).isEqualTo("HTTP/1.1 200 OK");
                send(socket, QUICK);
                assertThat(statusOfNext(answers)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    private static void send(Socket socket, String... paths) throws IOException {
        StringBuilder requests = new StringBuilder();
        for (String path : paths) {
            requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        }
        OutputStream output = socket.getOutputStream();
        output.write(requests.toString().getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    private static String statusOfNext(BufferedReader answers) throws IOException {
        String status = answers.readLine();
        int length = 0;
        for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            answers.read();
        }
        return status;
    }
}
