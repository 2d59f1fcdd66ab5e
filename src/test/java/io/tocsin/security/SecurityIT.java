package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RunningTocsin;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

class SecurityIT {

    private static final Pattern CSRF_FIELD = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @TempDir
    static Path home;

    private static RunningTocsin tocsin;
    private static WebTestClient client;

    @BeforeAll
    static void start() {
        tocsin = RunningTocsin.start(home, Map.of());
        client = tocsin.client();
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    @Test
    void sendsPeopleToTheLoginPage() {
        client.get()
                .uri("/alerts")
                .exchange()
                .expectStatus()
                .isFound()
                .expectHeader()
                .location("/login?next=%2Falerts");
    }

    @Test
    void tellsProgramsThatTheyMustLogIn() {
        client.get().uri("/api/v1/rules").exchange().expectStatus().isUnauthorized();
        client.get()
                .uri("/api/v1/rules")
                .header(HttpHeaders.AUTHORIZATION, "Bearer wrong")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void acceptsTheApiToken() {
        client.get()
                .uri("/api/v1/rules")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + RunningTocsin.API_TOKEN)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void logsInWithTheConfiguredPasswordAndKeepsTheSession() {
        Session session = open(client, "admin", RunningTocsin.ADMIN_PASSWORD);

        client.get()
                .uri("/alerts")
                .header(HttpHeaders.COOKIE, session.cookies())
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void refusesAFormWithoutACsrfToken() {
        client.post()
                .uri("/login")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(BodyInserters.fromFormData("username", "admin").with("password", RunningTocsin.ADMIN_PASSWORD))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void letsProgramsOnThisMachineUseTheLokiEndpointsWithoutAToken() {
        client.get().uri("/loki/api/v1/labels").exchange().expectStatus().isOk();
    }

    @Test
    void refusesTheLokiEndpointsToAForeignWebPageInALocalBrowser() {
        client.post()
                .uri("/loki/api/v1/push")
                .header(HttpHeaders.ORIGIN, "http://evil.example")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"streams\":[]}")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        client.get()
                .uri("/loki/api/v1/labels")
                .header(HttpHeaders.HOST, "rebound.example:8080")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        client.get()
                .uri("/loki/api/v1/labels")
                .header("X-Forwarded-For", "198.51.100.7")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void sendsStrictHeaders() {
        HttpHeaders headers = client.get()
                .uri("/login")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseHeaders();

        assertThat(headers.getFirst("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getFirst("Access-Control-Allow-Origin")).isNull();
    }

    /** What somebody who is logged in sends: the cookies, and the token that forms need. */
    record Session(String cookies, String csrf) {}

    static Session open(WebTestClient client, String user, String password) {
        Session before = form(client, "");
        ResponseCookie after = client.post()
                .uri("/login")
                .header(HttpHeaders.COOKIE, before.cookies())
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(BodyInserters.fromFormData("username", user)
                        .with("password", password)
                        .with("_csrf", before.csrf()))
                .exchange()
                .expectStatus()
                .isFound()
                .expectHeader()
                .location("/")
                .expectBody()
                .returnResult()
                .getResponseCookies()
                .getFirst("SESSION");
        assertThat(after).isNotNull();
        return form(client, "SESSION=" + after.getValue());
    }

    private static Session form(WebTestClient client, String cookies) {
        EntityExchangeResult<String> form = client.get()
                .uri("/login")
                .headers(headers -> {
                    if (!cookies.isEmpty()) {
                        headers.set(HttpHeaders.COOKIE, cookies);
                    }
                })
                .exchange()
                .expectBody(String.class)
                .returnResult();
        Matcher token = CSRF_FIELD.matcher(String.valueOf(form.getResponseBody()));
        assertThat(token.find()).isTrue();
        ResponseCookie csrf = form.getResponseCookies().getFirst("XSRF-TOKEN");
        assertThat(csrf).isNotNull();
        return new Session((cookies.isEmpty() ? "" : cookies + "; ") + "XSRF-TOKEN=" + csrf.getValue(), token.group(1));
    }
}
