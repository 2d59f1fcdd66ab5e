package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What a process leaves behind: in a dump of its heap no secret that is no longer needed (what is needed for sending is there:
 * the key, the webhooks' addresses, the settings of the environment), and in its log no line that somebody else wrote.
 */
public final class ProcessTraces {

    private static final String PASSWORD = "ThePasswordOfAnnNeverKept4711";
    private static final String WRONG = "AWrongPasswordNeverKept4711";
    private static final String FORGOTTEN = "tocsin_AForgedTokenNeverKept4711";

    /** What nobody holds is gone after one; which thread serves whom is chance. */
    private static final int ROUNDS = 4;

    private final Path home;
    private final String administratorsPassword;
    private final Map<String, String> over = new LinkedHashMap<>();

    /**
     * Of a process that writes its log to {@code home/process.log}.
     *
     * @param administratorsPassword as it stands in the environment of the process
     */
    public ProcessTraces(Path home, String administratorsPassword) {
        this.home = home;
        this.administratorsPassword = administratorsPassword;
    }

    /** Logs in and out, makes tokens and forges lines; then dumps the heap. */
    public void leave(int port, long pid) throws IOException, InterruptedException {
        RawHttp http = new RawHttp(port);
        forgeLines(http);
        use(http);
        int round = 0;
        do {
            Files.deleteIfExists(heap());
            goOn(http);
            dump(pid, heap());
        } while (++round < ROUNDS && !find(heap(), over).isEmpty());
    }

    /** Each thread uses again the buffers into which it read, and in which it wrote cookies, for the requests before. */
    private static void goOn(RawHttp http) {
        IntStream.range(0, 100).parallel().forEach(i -> http.get("/login"));
    }

    private Path heap() {
        return home.resolve("heap.hprof");
    }

    /** The heap holds nothing that is over, and the log no forged line. */
    public void verify() throws IOException {
        assertThat(find(heap(), Map.of("of the environment", administratorsPassword)))
                .as("the search finds what is there")
                .isNotEmpty();
        assertThat(find(heap(), over)).isEmpty();
        String log = Files.readString(home.resolve("process.log"));
        assertThat(log)
                .contains("external alert fires alert=a?[2J")
                .doesNotContain("\u001b", "\u202e", "\u0085", "\u2028", "\r");
        assertThat(log.lines()).noneMatch(line -> line.startsWith("2026-11-22 00:00:00.000 ERROR forged"));
        over.forEach((name, secret) -> assertThat(log).as(name).doesNotContain(secret));
    }

    /** What somebody names an alert, types as a user or asks for stands in lines of the log. */
    private static void forgeLines(RawHttp http) {
        String forged = "a\\u001b[2J\\r\\n2026-11-22 00:00:00.000 ERROR forged\\u202e\\u0085\\u2028b";
        RawHttp.Answer taken = http.send(
                "POST",
                "/api/v2/alerts",
                List.of("Content-Type: application/json"),
                "[{\"labels\":{\"alertname\":\"" + forged + "\"}}]");
        assertThat(taken.status()).isEqualTo(200);
        http.get("/loki/api/v1/query?query="
                + AccessCallers.encoded("{job=\"\n2026-11-22 00:00:00.000 ERROR forged\u001b[2J"));
        RawHttp.Answer form = http.get("/login");
        http.post(
                "/login",
                "username=" + AccessCallers.encoded("x\u001b\r\n2026-11-22 00:00:00.000 ERROR forged")
                        + "&password=x&_csrf=" + AccessCallers.encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));
    }

    private void use(RawHttp http) {
        over.put("a user's password", PASSWORD);
        over.put("a wrong password", WRONG);
        over.put("a wrong token", FORGOTTEN);
        AccessCallers.Login admin = AccessCallers.logIn(http, "admin", administratorsPassword);
        String[] headers = {"Cookie: " + admin.cookies(), "X-CSRF-TOKEN: " + admin.csrf()};
        assertThat(http.post("/users", "name=ann&role=VIEWER&password=" + PASSWORD, headers)
                        .status())
                .isEqualTo(303);
        AccessCallers.Login ann = AccessCallers.logIn(http, "ann", PASSWORD);
        over.put("a session that has ended", ann.cookies().replaceAll("^SESSION=([^;]*).*", "$1"));
        String[] ofAnn = {"Cookie: " + ann.cookies(), "X-CSRF-TOKEN: " + ann.csrf()};
        assertThat(http.get("/alerts", ofAnn).status()).isEqualTo(200);
        assertThat(http.post("/logout", "", ofAnn).status()).isEqualTo(302);
        RawHttp.Answer form = http.get("/login");
        http.post(
                "/login",
                "username=ann&password=" + WRONG + "&_csrf=" + AccessCallers.encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));
        http.get("/api/v1/rules", "Authorization: Bearer " + FORGOTTEN);
        RawHttp.Answer made = http.post("/tokens", "name=one&role=VIEWER&days=1", headers);
        String token = made.body().replaceAll("(?s).*(tocsin_[A-Za-z0-9_-]{43}).*", "$1");
        assertThat(token).hasSize(50);
        assertThat(http.get("/api/v1/rules", "Authorization: Bearer " + token).status())
                .isEqualTo(200);
        over.put("a token that was made", token);
    }

    private static void dump(long pid, Path file) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.heap_dump",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(file).as(output).isNotEmptyFile();
    }

    /** Read in pieces that overlap, because it may be larger than the memory of the tests. */
    private static List<String> find(Path file, Map<String, String> texts) throws IOException {
        int overlap = 200;
        List<String> found = new ArrayList<>();
        byte[] buffer = new byte[1 << 20];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            int count = in.readNBytes(buffer, 0, buffer.length);
            while (count > 0) {
                int end = kept + count;
                String text = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
                texts.forEach((name, secret) -> {
                    for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                        found.add(name + ": "
                                + text.substring(Math.max(0, at - 150), Math.min(text.length(), at + 60))
                                        .replaceAll("[^\\x20-\\x7e]", "."));
                    }
                });
                kept = Math.min(overlap, end);
                System.arraycopy(buffer, end - kept, buffer, 0, kept);
                count = in.readNBytes(buffer, kept, buffer.length - kept);
            }
        }
        return found;
    }
}
