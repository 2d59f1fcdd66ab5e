package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tocsin.RunningTocsin;
import io.tocsin.TocsinProcess;
import io.tocsin.documents.MarkdownPage;
import io.tocsin.documents.MarkdownPage.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.tls.HeldCertificate;
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

    /** Of each kind of caller: what differs behind a proxy is who is recognised; what a role may is in AccessTableIT. */
    private static final String SOME_CALLERS = "stranger|table-viewer|token ADMIN|token INGEST";

    @TempDir
    Path home;

    @Test
    void theSameTableHoldsBehindNginx() throws Exception {
        if (System.getenv("CI") == null) {
            assumeThat(NGINX).isExecutable();
        }
        int bare = TocsinProcess.freePort();
        int usual = TocsinProcess.freePort();
        try (RunningTocsin tocsin = RunningTocsin.start(home.resolve("tocsin"), Map.of())) {
            Process nginx = start(tocsin.port(), bare, usual);
            try {
                check(tocsin, bare, "bare");
                check(tocsin, usual, "usual");
            } finally {
                nginx.destroy();
                assertThat(nginx.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** What people copy from docs/tls-and-proxies.md, and what the compose file puts before Loki. */
    @Test
    void nginxTakesTheTextsOfTheRepository() throws Exception {
        if (System.getenv("CI") == null) {
            assumeThat(NGINX).isExecutable();
        }
        HeldCertificate certificate =
                new HeldCertificate.Builder().commonName("tocsin.example.com").build();
        Files.writeString(home.resolve("fullchain.pem"), certificate.certificatePem());
        Files.writeString(home.resolve("privkey.pem"), certificate.privateKeyPkcs8Pem());
        Block block = new MarkdownPage(Path.of("docs/tls-and-proxies.md"))
                .blocks("nginx")
                .get(0);

        Process nginx = program(
                block.text()
                                .replace("/etc/letsencrypt/live/tocsin.example.com", home.toString())
                                .replace("listen 443", "listen 127.0.0.1:" + TocsinProcess.freePort())
                        + Files.readString(Path.of("compose/loki-gate.conf"))
                                .replace("listen 3100", "listen 127.0.0.1:" + TocsinProcess.freePort())
                                .replace("//loki:3100", "//127.0.0.1:3100"),
                "-t");

        assertThat(nginx.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(nginx.exitValue())
                .as(Files.readString(home.resolve("nginx/out.log")))
                .isZero();
    }

    private static void check(RunningTocsin tocsin, int port, String name) {
        RawHttp http = new RawHttp(port);
        Instant deadline = Instant.now().plusSeconds(60);
        while (!answers(http) && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(20_000_000);
        }

        List<AccessCallers.Caller> callers = AccessCallers.all(tocsin, http, name).stream()
                .filter(caller -> caller.name().matches(SOME_CALLERS))
                .toList();
        assertThat(AccessTableIT.wrong(http, callers, AccessTableIT.Others.NOBODY))
                .isEmpty();
    }

    private static boolean answers(RawHttp http) {
        try {
            return http.get("/login").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private Process start(int port, int bare, int usual) throws IOException {
        return program(server(bare, port, "") + server(usual, port, USUAL), "-g", "daemon off;");
    }

    /** @param servers what stands in {@code http} */
    private Process program(String servers, String... options) throws IOException {
        Path directory = Files.createDirectories(home.resolve("nginx"));
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                "pid nginx.pid;\nerror_log error.log;\nworker_processes 1;\nevents {}\nhttp {\naccess_log off;\n"
                        + "client_body_temp_path body;\nproxy_temp_path proxy;\nfastcgi_temp_path f;\nuwsgi_temp_path u;\n"
                        + "scgi_temp_path s;\n" + servers + "}\n");
        List<String> command =
                new ArrayList<>(List.of(NGINX.toString(), "-p", directory.toString(), "-c", configuration.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start();
    }

    private static String server(int listen, int port, String headers) {
        return "server { listen 127.0.0.1:" + listen + "; location / { proxy_pass http://127.0.0.1:" + port + "; "
                + headers + "} }\n";
    }
}
