package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tocsin.RunningTocsin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx on the same machine, as it is without settings and as people set it: the same table holds. */
class BehindNginxIT {

    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final String USUAL = """
            proxy_http_version 1.1;
            proxy_set_header Host $host;
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            """;

    @TempDir
    Path home;

    @Test
    void theSameTableHoldsBehindNginx() throws Exception {
        if (System.getenv("CI") == null) {
            assumeThat(NGINX).isExecutable();
        }
        int bare = freePort();
        int usual = freePort();
        try (RunningTocsin tocsin = RunningTocsin.start(home.resolve("tocsin"), Map.of())) {
            Process nginx = start(tocsin.port(), bare, usual);
            try {
                check(tocsin, bare, "bare", ".*");
                check(tocsin, usual, "usual", "stranger|table-viewer|token ADMIN|token INGEST");
            } finally {
                nginx.destroy();
                assertThat(nginx.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static void check(RunningTocsin tocsin, int port, String name, String wanted) {
        RawHttp http = new RawHttp(port);
        Instant deadline = Instant.now().plusSeconds(20);
        while (!answers(http) && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }

        List<AccessCallers.Caller> callers = AccessCallers.all(tocsin, http, name).stream()
                .filter(caller -> caller.name().matches(wanted))
                .toList();
        assertThat(AccessTableIT.wrong(http, callers, "stranger")).isEmpty();
    }

    private static boolean answers(RawHttp http) {
        try {
            return http.get("/login").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private Process start(int port, int bare, int usual) throws IOException {
        Path directory = Files.createDirectories(home.resolve("nginx"));
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                "pid nginx.pid;\nerror_log error.log;\nworker_processes 1;\nevents {}\nhttp {\naccess_log off;\n"
                        + "client_body_temp_path body;\nproxy_temp_path proxy;\nfastcgi_temp_path f;\nuwsgi_temp_path u;\n"
                        + "scgi_temp_path s;\n" + server(bare, port, "") + server(usual, port, USUAL) + "}\n");
        return new ProcessBuilder(
                        NGINX.toString(),
                        "-p",
                        directory.toString(),
                        "-c",
                        configuration.toString(),
                        "-g",
                        "daemon off;")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start();
    }

    private static String server(int listen, int port, String headers) {
        return "server { listen 127.0.0.1:" + listen + "; location / { proxy_pass http://127.0.0.1:" + port + "; "
                + headers + "} }\n";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
