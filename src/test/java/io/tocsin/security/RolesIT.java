package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import io.tocsin.access.AuditEntry;
import io.tocsin.access.AuditEntry.Outcome;
import io.tocsin.access.Role;
import io.tocsin.access.store.AuditLog;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

/** What each role may do, judged by the server's answers, and what the audit log says of it. */
class RolesIT {

    private static final String PASSWORD = "correct horse battery";

    private static final Map<Role, SecurityIT.Session> SESSIONS = new EnumMap<>(Role.class);

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;
    private static WebTestClient client;

    @BeforeAll
    static void start() {
        tocsin = RunningTocsin.start(home, Map.of());
        client = tocsin.client();
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        for (Role role : Role.ofPeople()) {
            assertThat(accounts.create(nameOf(role), PASSWORD, role)).isEmpty();
        }
    }

    private static SecurityIT.Session session(Role role) {
        return SESSIONS.computeIfAbsent(role, one -> SecurityIT.open(client, nameOf(one), PASSWORD));
    }

    private static String nameOf(Role role) {
        return "an-" + role.name().toLowerCase(Locale.ROOT);
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    @Test
    void writesDownWhoDidWhatAndNeverASecret() {
        SecurityIT.Session session = session(Role.EDITOR);
        AuditLog log = tocsin.bean(AuditLog.class);

        client.post()
                .uri("/contact-points")
                .header(HttpHeaders.COOKIE, session.cookies())
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(BodyInserters.fromFormData("name", "team")
                        .with("type", "slack")
                        .with("url", "https://hooks.slack.com/services/T0/B0/topsecret")
                        .with("_csrf", session.csrf()))
                .exchange()
                .expectStatus()
                .is3xxRedirection();

        AuditEntry entry = log.find("contact-points", Long.MAX_VALUE, 1).get(0);
        assertThat(entry.actor()).isEqualTo("an-editor");
        assertThat(entry.action()).isEqualTo("POST /contact-points");
        assertThat(entry.detail()).contains("name=team").doesNotContain("hooks.slack.com");
        assertThat(entry.outcome()).isEqualTo(Outcome.DONE);
        assertThat(entry.address()).isEqualTo("127.0.0.1");
        assertThat(log.find("topsecret", Long.MAX_VALUE, 10)).isEmpty();
        assertThat(log.find("post /login", Long.MAX_VALUE, 100))
                .anyMatch(login -> login.actor().equals("an-editor"));
    }

    @Test
    void writesDownWhatWasRefused() {
        SecurityIT.Session session = session(Role.VIEWER);

        client.post()
                .uri("/contact-points/refused-one/delete")
                .header(HttpHeaders.COOKIE, session.cookies())
                .header("X-CSRF-TOKEN", session.csrf())
                .exchange()
                .expectStatus()
                .isForbidden();

        AuditEntry entry = tocsin.bean(AuditLog.class)
                .find("refused-one", Long.MAX_VALUE, 1)
                .get(0);
        assertThat(entry.actor()).isEqualTo("an-viewer");
        assertThat(entry.outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void writesDownWhatAProgramDoes() {
        client.post()
                .uri("/api/tocsin/v1/backtest")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + RunningTocsin.API_TOKEN)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isBadRequest();

        AuditEntry entry =
                tocsin.bean(AuditLog.class).find("POST /api/tocsin/v1/backtest", Long.MAX_VALUE, 200).stream()
                        .filter(one -> one.actor().equals("api-token"))
                        .findFirst()
                        .orElseThrow();
        assertThat(entry.outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void pagesThroughTheLogWithoutGapsAndOverlaps() {
        AuditLog log = tocsin.bean(AuditLog.class);
        java.time.Instant at = java.time.Instant.parse("2026-01-02T03:04:05Z");
        for (int i = 0; i < 7; i++) {
            log.append(new AuditEntry(
                    0,
                    at,
                    "paging",
                    "10.0.0.1",
                    new AuditEntry.Deed("POST /x", "object 100%_" + i, ""),
                    Outcome.DONE,
                    302));
        }

        java.util.List<AuditEntry> first = log.find("PAGING", Long.MAX_VALUE, 4);
        java.util.List<AuditEntry> second = log.find("paging", first.get(3).id(), 4);

        assertThat(first)
                .extracting(AuditEntry::object)
                .endsWith("object 100%_3")
                .hasSize(4);
        assertThat(second)
                .extracting(AuditEntry::object)
                .containsExactly("object 100%_2", "object 100%_1", "object 100%_0");
        assertThat(log.find("100%_6", Long.MAX_VALUE, 4)).hasSize(1);
    }

    @Test
    void endsTheSessionOfSomebodyWhoWasRemoved() {
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        accounts.create("leaver", PASSWORD, Role.EDITOR);
        SecurityIT.Session session = SecurityIT.open(client, "leaver", PASSWORD);
        assertThat(statusOf(session)).isEqualTo(200);

        accounts.delete("leaver");

        assertThat(statusOf(session)).isEqualTo(302);
    }

    @Test
    void endsTheSessionsOfSomebodyWhosePasswordWasChanged() {
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        accounts.create("forgetful", PASSWORD, Role.EDITOR);
        SecurityIT.Session session = SecurityIT.open(client, "forgetful", PASSWORD);
        assertThat(statusOf(session)).isEqualTo(200);

        accounts.setPassword("forgetful", PASSWORD + "!");

        assertThat(statusOf(session)).isEqualTo(302);
        assertThat(statusOf(SecurityIT.open(client, "forgetful", PASSWORD + "!")))
                .isEqualTo(200);
    }

    private static int statusOf(SecurityIT.Session session) {
        return client.get()
                .uri("/rules")
                .header(HttpHeaders.COOKIE, session.cookies())
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    @Test
    void aNameThatIsTakenIsAProblemAndNoFailure() {
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        accounts.create("twice", PASSWORD, Role.VIEWER);
        ApiTokenAccounts tokens = tocsin.bean(ApiTokenAccounts.class);
        tokens.create("twice", Role.INGEST, null, "admin");

        assertThat(accounts.create("twice", PASSWORD, Role.ADMIN)).contains(UserAccounts.AccountProblem.TAKEN);
        assertThat(tokens.create("twice", Role.ADMIN, null, "admin").problem())
                .isEqualTo(ApiTokenAccounts.TokenProblem.TAKEN);
    }

    @Test
    void anApiTokenWorksUntilItIsRemovedAndIsFoundNowhere() {
        ApiTokenAccounts tokens = tocsin.bean(ApiTokenAccounts.class);
        ApiTokenAccounts.Made made = tokens.create("reader", Role.VIEWER, null, "admin");
        ApiTokenAccounts.Made expiring =
                tokens.create("soon", Role.VIEWER, java.time.Instant.now().plusSeconds(1), "admin");

        assertThat(statusOf("Bearer " + made.text())).isEqualTo(200);
        assertThat(statusOf("Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString(
                                        ("any:" + made.text()).getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isEqualTo(200);
        assertThat(statusOf("Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString(
                                        ("an-admin:" + PASSWORD).getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .as("users' passwords are for the login")
                .isEqualTo(401);
        assertThat(made.toString()).doesNotContain(made.text());
        assertThat(tokens.all().toString()).doesNotContain(made.text());

        tokens.delete(java.util.Objects.requireNonNull(made.token()).id());

        assertThat(statusOf("Bearer " + made.text())).isEqualTo(401);
        java.time.Instant deadline = java.time.Instant.now().plusSeconds(60);
        while (statusOf("Bearer " + expiring.text()) == 200
                && java.time.Instant.now().isBefore(deadline)) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        assertThat(statusOf("Bearer " + expiring.text())).isEqualTo(401);
    }

    private static int statusOf(String authorization) {
        return client.get()
                .uri("/api/v1/rules")
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    @Test
    void changesTheOwnPasswordAndStaysLoggedInHereOnly() {
        UserAccounts accounts = tocsin.bean(UserAccounts.class);
        accounts.create("self", PASSWORD, Role.VIEWER);
        SecurityIT.Session here = SecurityIT.open(client, "self", PASSWORD);
        SecurityIT.Session elsewhere = SecurityIT.open(client, "self", PASSWORD);

        changeOwnPassword(here, "not the password", PASSWORD + "?");
        assertThat(statusOf(elsewhere)).as("nothing was changed").isEqualTo(200);
        changeOwnPassword(here, PASSWORD, PASSWORD + "?");

        assertThat(statusOf(here)).isEqualTo(200);
        assertThat(statusOf(elsewhere)).isEqualTo(302);
        assertThat(statusOf(SecurityIT.open(client, "self", PASSWORD + "?"))).isEqualTo(200);
    }

    private static void changeOwnPassword(SecurityIT.Session session, String old, String next) {
        client.post()
                .uri("/account/password")
                .header(HttpHeaders.COOKIE, session.cookies())
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(BodyInserters.fromFormData("old", old)
                        .with("password", next)
                        .with("_csrf", session.csrf()))
                .exchange();
    }

    @Test
    void letsEditorsOfRuleFilesFetchTheSchemaWithoutALogin() {
        client.get().uri("/schema/rules.schema.json").exchange().expectStatus().isOk();
    }
}
