package io.tocsin.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.text.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An OpenID provider that lets in whom a test says, with tokens that a test may spoil. */
final class StandInProvider implements AutoCloseable {

    static final String CLIENT = "tocsin";
    static final String SECRET = "client-secret-never-shown";

    private final HttpServer server;
    private final RSAKey published;
    private RSAKey signing;
    private Map<String, String> asked = Map.of();
    private UnaryOperator<JWTClaimsSet.Builder> claims = builder -> builder;
    private boolean isVerifierRight;

    StandInProvider() throws IOException, JOSEException {
        published = new RSAKeyGenerator(2048).keyID("one").generate();
        signing = published;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, description()));
        server.createContext("/jwks", exchange -> answer(exchange, new JWKSet(published.toPublicJWK()).toString()));
        server.createContext("/token", this::token);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String description() {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/jwks", "end_session_endpoint": "%1$s/logout", "subject_types_supported": ["public"],
                 "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"],
                 "token_endpoint_auth_methods_supported": ["client_secret_basic"]}""".formatted(issuer());
    }

    /** Somebody logs in at the provider; returns with what the browser comes back. */
    String comeBack(String authorizationAddress, UnaryOperator<JWTClaimsSet.Builder> spoil) {
        asked = query(URI.create(authorizationAddress).getRawQuery());
        claims = spoil;
        signing = published;
        return "/login/oauth2/code/oidc?code=the-code&state=" + AccessCallers.encoded(asked.get("state"));
    }

    Map<String, String> asked() {
        return asked;
    }

    boolean isVerifierRight() {
        return isVerifierRight;
    }

    /** Tokens are signed with a key that is not published. */
    void signWithAnotherKey() throws JOSEException {
        signing = new RSAKeyGenerator(2048).keyID("one").generate();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] hash = Sha256.of(form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII));
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        isVerifierRight = challenge.equals(asked.get("code_challenge"));
        String basic = Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        boolean isClient =
                ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!isVerifierRight || !isClient || !"the-code".equals(form.get("code"))) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        answer(
                exchange,
                "{\"access_token\": \"access-never-shown\", \"token_type\": \"Bearer\", \"expires_in\": 60, \"id_token\": \""
                        + idToken() + "\"}");
    }

    private String idToken() {
        Instant now = Instant.now();
        JWTClaimsSet.Builder standard = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("4711")
                .audience(CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", asked.get("nonce"))
                .claim("preferred_username", "maria")
                .claim("groups", List.of("everybody", "on-call"));
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
                    claims.apply(standard).build());
            token.sign(new RSASSASigner(signing));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> query(String text) {
        Map<String, String> found = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            found.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return found;
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
