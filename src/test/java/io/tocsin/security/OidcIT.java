package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tocsin.RunningTocsin;
import io.tocsin.access.Role;
import io.tocsin.access.store.AuditLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Login by an identity provider, and everything that such a login must not accept. */
class OidcIT {

    private static final UnaryOperator<JWTClaimsSet.Builder> HONEST = builder -> builder;

    @TempDir
    static Path home;

    private static StandInProvider provider;
    private static RunningTocsin tocsin;
    private static RawHttp http;

    @BeforeAll
    static void start() throws Exception {
        provider = new StandInProvider();
        tocsin = RunningTocsin.start(
                home,
                Map.of(
                        "tocsin.external-url",
                        "http://localhost:8080",
                        "tocsin.oidc.issuer",
                        provider.issuer(),
                        "tocsin.oidc.client-id",
                        StandInProvider.CLIENT,
                        "tocsin.oidc.client-secret",
                        StandInProvider.SECRET,
                        "tocsin.oidc.roles",
                        "responder=on-call,viewer=everybody,admin=ops"));
        http = new RawHttp(tocsin.port());
    }

    @AfterAll
    static void stop() {
        tocsin.close();
        provider.close();
    }

    @Test
    void letsInWhomTheProviderVouchesForWithTheRoleOfTheClaim() {
        RawHttp.Answer answer = logIn(HONEST);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("location")).isEqualTo("/");
        String session = answer.cookie("SESSION");
        assertThat(session).isNotEmpty();
        assertThat(provider.isVerifierRight()).as("PKCE").isTrue();
        assertThat(provider.asked())
                .containsEntry("redirect_uri", "http://localhost:8080/login/oauth2/code/oidc")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("response_type", "code");
        assertThat(http.get("/silences/new", "Cookie: SESSION=" + session).status())
                .isEqualTo(200);
        assertThat(http.get("/contact-points/new", "Cookie: SESSION=" + session).status())
                .isEqualTo(403);
        assertThat(tocsin.bean(AuditLog.class).find("maria", Long.MAX_VALUE, 10))
                .isNotEmpty();
    }

    @Test
    void logsOutThereToo() {
        String session = logIn(HONEST).cookie("SESSION");
        assertThat(tocsin.bean(OidcLogin.class).afterLogout()).isNotEmpty();
        RawHttp.Answer page = http.get("/account", "Cookie: SESSION=" + session);
        assertThat(page.body()).contains("maria");

        RawHttp.Answer answer = http.post(
                "/logout",
                "_csrf=" + AccessCallers.encoded(page.csrfField()),
                "Cookie: SESSION=" + session + "; XSRF-TOKEN=" + page.cookie("XSRF-TOKEN"));

        assertThat(tocsin.bean(AuditLog.class).find("post /logout", Long.MAX_VALUE, 10))
                .extracting(entry -> entry.actor())
                .contains("maria");
        assertThat(answer.header("location"))
                .startsWith(provider.issuer() + "/logout?client_id=tocsin&post_logout_redirect_uri=");
        assertThat(http.get("/rules", "Cookie: SESSION=" + session).status()).isEqualTo(302);
    }

    @Test
    void theLocalAdministratorStays() {
        assertThat(http.get("/login").body()).contains("/oauth2/authorization/oidc");
        assertThat(AccessCallers.logIn(http, "admin", RunningTocsin.ADMIN_PASSWORD)
                        .cookies())
                .contains("SESSION=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonce", "expired", "audience", "issuer", "no role", "local name", "not before"})
    void refusesATokenThatIsWrong(String what) {
        tocsin.bean(UserAccounts.class).create("paul", "correct horse battery", Role.ADMIN);

        RawHttp.Answer answer = logIn(builder -> spoilt(builder, what));

        assertThat(answer.header("location")).isEqualTo("/login?provider");
        assertThat(answer.cookie("SESSION")).isEmpty();
    }

    private static JWTClaimsSet.Builder spoilt(JWTClaimsSet.Builder builder, String what) {
        Instant now = Instant.now();
        return switch (what) {
            case "nonce" -> builder.claim("nonce", "another");
            case "expired" ->
                builder.expirationTime(Date.from(now.minusSeconds(600))).issueTime(Date.from(now.minusSeconds(1200)));
            case "audience" -> builder.audience("somebody-else");
            case "issuer" -> builder.issuer("https://evil.example");
            case "no role" -> builder.claim("groups", List.of("strangers"));
            case "local name" -> builder.claim("preferred_username", "paul").claim("groups", List.of("ops"));
            case "not before" -> builder.notBeforeTime(Date.from(now.plusSeconds(600)));
            default -> throw new IllegalArgumentException(what);
        };
    }

    @Test
    void refusesATokenThatSomebodyElseSigned() throws Exception {
        RawHttp.Answer begin = http.get("/oauth2/authorization/oidc");
        String back = provider.comeBack(begin.header("location"), HONEST);
        provider.signWithAnotherKey();

        assertThat(http.get(back, "Cookie: TOCSIN-OIDC=" + begin.cookie("TOCSIN-OIDC"))
                        .cookie("SESSION"))
                .isEmpty();
    }

    @Test
    void refusesAnAnswerThatThisBrowserDidNotAskFor() {
        RawHttp.Answer begin = http.get("/oauth2/authorization/oidc");
        String back = provider.comeBack(begin.header("location"), HONEST);
        RawHttp.Answer other = http.get("/oauth2/authorization/oidc");

        assertThat(http.get(back).cookie("SESSION")).isEmpty();
        assertThat(http.get(back, "Cookie: TOCSIN-OIDC=" + other.cookie("TOCSIN-OIDC"))
                        .cookie("SESSION"))
                .isEmpty();
    }

    private static RawHttp.Answer logIn(UnaryOperator<JWTClaimsSet.Builder> spoil) {
        RawHttp.Answer begin = http.get("/oauth2/authorization/oidc");
        assertThat(begin.status()).isEqualTo(302);
        assertThat(begin.cookie("SESSION")).isEmpty();
        String back = provider.comeBack(begin.header("location"), spoil);
        return http.get(back, "Cookie: TOCSIN-OIDC=" + begin.cookie("TOCSIN-OIDC"));
    }
}
