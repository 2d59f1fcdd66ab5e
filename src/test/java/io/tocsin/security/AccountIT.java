package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.RunningTocsin;
import io.tocsin.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people have of their own: sessions, a language and a zone; and screens at which nobody logs in. */
class AccountIT {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;
    private static RawHttp http;

    @BeforeAll
    static void start() {
        tocsin = RunningTocsin.start(home, Map.of());
        http = new RawHttp(tocsin.port());
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        assertThat(accounts.create("ann", PASSWORD, Role.VIEWER)).isEmpty();
        assertThat(accounts.create("ben", PASSWORD, Role.RESPONDER)).isEmpty();
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private static AccessCallers.Login logIn(String user) {
        return AccessCallers.logIn(http, user, PASSWORD);
    }

    private static RawHttp.Answer post(AccessCallers.Login login, String path, String form) {
        return http.post(path, form, "Cookie: " + login.cookies(), "X-CSRF-TOKEN: " + login.csrf());
    }

    private static int status(AccessCallers.Login login) {
        return http.get("/alerts", "Cookie: " + login.cookies()).status();
    }

    private static String idOf(AccessCallers.Login login) {
        return io.tocsin.text.Sha256.hex(login.cookies().replaceAll("^SESSION=([^;]*).*", "$1"));
    }

    @Test
    void endsOwnSessionsOneByOneAndAllButThisOne() {
        AccessCallers.Login here = logIn("ann");
        AccessCallers.Login phone = logIn("ann");
        AccessCallers.Login desk = logIn("ann");
        AccessCallers.Login ofBen = logIn("ben");
        assertThat(http.get("/account", "Cookie: " + here.cookies()).body())
                .contains(idOf(phone), idOf(desk), "127.0.0.1")
                .doesNotContain(idOf(ofBen));

        post(here, "/account/sessions/end", "session=" + idOf(phone));
        post(here, "/account/sessions/end", "session=" + idOf(ofBen));

        assertThat(status(phone)).isEqualTo(302);
        assertThat(status(desk)).isEqualTo(200);
        assertThat(status(ofBen)).as("somebody else's").isEqualTo(200);

        post(here, "/account/sessions/end", "others=true");

        assertThat(status(desk)).isEqualTo(302);
        assertThat(status(here)).isEqualTo(200);
        assertThat(status(ofBen)).isEqualTo(200);
    }

    @Test
    void remembersLanguageAndZoneForTheNextLogin() {
        AccessCallers.Login first = logIn("ben");
        post(first, "/language", "language=ko");
        assertThat(post(first, "/account/zone", "zone=Asia%2FSeoul").status()).isEqualTo(204);
        post(first, "/account/zone", "zone=Nowhere%3B+Path%3D%2F");

        RawHttp.Answer form = http.get("/login");
        RawHttp.Answer next = http.post(
                "/login",
                "username=ben&password=" + AccessCallers.encoded(PASSWORD) + "&_csrf="
                        + AccessCallers.encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));

        assertThat(next.cookie("tocsin-language")).isEqualTo("ko");
        assertThat(next.cookie("tocsin-zone-saved")).isEqualTo("Asia/Seoul");
        RawHttp.Answer page = http.get(
                "/account",
                "Cookie: SESSION=" + next.cookie("SESSION") + "; tocsin-language=" + next.cookie("tocsin-language"));
        assertThat(page.body()).contains("lang=\"ko\"", "내 계정", "ben");
    }

    @Test
    void aStrangersLanguageIsItsOwn() {
        RawHttp.Answer form = http.get("/login");

        RawHttp.Answer answer = http.post(
                "/language",
                "language=ko&_csrf=" + AccessCallers.encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));

        assertThat(answer.cookie("tocsin-language")).isEqualTo("ko");
    }

    /** Each is a connection, and a look at the database every few seconds. */
    @Test
    void aReaderHasThirtyOpenStreamsAtMostAndAnotherOneHasItsOwn() throws Exception {
        AccessCallers.Login ben = logIn("ben");
        AccessCallers.Login ann = logIn("ann");
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < OpenStreams.MAX_PER_READER; i++) {
                open.add(openEvents(ben));
            }

            assertThat(http.get("/events", "Cookie: " + ben.cookies()).status()).isEqualTo(503);
            assertThat(http.get("/events", "Cookie: " + ann.cookies()).status()).isEqualTo(200);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        await().atMost(Duration.ofMinutes(4))
                .until(() -> http.get("/events", "Cookie: " + ben.cookies()).status() == 200);
    }

    private static Socket openEvents(AccessCallers.Login login) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), tocsin.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + tocsin.port() + "\r\nConnection: close\r\nCookie: "
                                + login.cookies() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        byte[] head = new byte[15];
        assertThat(socket.getInputStream().readNBytes(head, 0, head.length)).isEqualTo(head.length);
        assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
        return socket;
    }

    private static byte[] readToItsEnd(Socket stream) {
        try {
            return stream.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Long before the ten minutes after which every stream ends. */
    @Test
    void anOpenStreamEndsWhenTheRoleOfItsReaderChanges() throws Exception {
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        assertThat(accounts.create("cho", PASSWORD, Role.RESPONDER)).isEmpty();
        try (Socket stream = openEvents(logIn("cho"))) {
            assertThat(accounts.changeRole("cho", Role.VIEWER)).isEmpty();

            CompletableFuture<byte[]> whole = CompletableFuture.supplyAsync(() -> readToItsEnd(stream));
            assertThat(whole.get(1, TimeUnit.MINUTES)).isNotEmpty();
        }
    }

    /** On a wall it can be taken by anybody who passes by. */
    @Test
    void aScreenShowsTheWallboardAndNothingElse() {
        ApiTokenAccounts tokens = tocsin.bean(ApiTokenAccounts.class);
        ApiTokenAccounts.Made viewer = tokens.create("wall", Role.VIEWER, null, "admin");
        ApiTokenAccounts.Made responder = tokens.create("too much", Role.RESPONDER, null, "admin");
        assertThat(http.get("/wallboard").header("location")).isEqualTo("/login?next=%2Fwallboard");

        assertThat(open(responder.text()).cookie("tocsin-wallboard")).isEmpty();
        assertThat(open("tocsin_nothing").body()).contains("id=\"problem\"");
        RawHttp.Answer opened = open(viewer.text());

        assertThat(opened.header("location")).isEqualTo("/wallboard");
        assertThat(opened.header("set-cookie")).contains("tocsin-wallboard=", "HTTPOnly", "SameSite=Lax");
        String cookie = "Cookie: tocsin-wallboard=" + opened.cookie("tocsin-wallboard");
        assertThat(http.get("/wallboard", cookie).status()).isEqualTo(200);
        assertThat(http.get("/events", cookie, "Accept: text/event-stream").status())
                .isEqualTo(200);
        for (String path : List.of("/", "/alerts", "/rules", "/account", "/logs", "/users", "/wallboard/x")) {
            assertThat(http.get(path, cookie).status()).as(path).isIn(302, 404);
        }
        assertThat(http.get("/api/v1/rules", cookie).status()).isEqualTo(401);
        assertThat(http.post("/silences", "comment=x", cookie).status()).isEqualTo(403);

        tokens.delete(Objects.requireNonNull(viewer.token()).id());

        assertThat(http.get("/wallboard", cookie).status()).isEqualTo(302);
    }

    private static RawHttp.Answer open(String token) {
        RawHttp.Answer form = http.get("/wallboard/open");
        return http.post(
                "/wallboard/open",
                "token=" + token + "&_csrf=" + AccessCallers.encoded(form.csrfField()),
                "Cookie: XSRF-TOKEN=" + form.cookie("XSRF-TOKEN"));
    }
}
