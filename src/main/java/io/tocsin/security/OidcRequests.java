package io.tocsin.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.server.ServerAuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What must be remembered of somebody who is at the identity provider: what only this browser and we know. It lies in a cookie of
 * that browser, for nothing is stored of somebody who has not logged in.
 */
final class OidcRequests implements ServerAuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    private static final String COOKIE = "TOCSIN-OIDC";
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final OidcProvider provider;
    private final SafeCookies cookies;

    OidcRequests(OidcProvider provider, SafeCookies cookies) {
        this.provider = provider;
        this.cookies = cookies;
    }

    @Override
    public Mono<Void> saveAuthorizationRequest(OAuth2AuthorizationRequest request, ServerWebExchange exchange) {
        String text = String.join(
                "\n",
                String.valueOf(request.getState()),
                attribute(request, OidcParameterNames.NONCE),
                attribute(request, PkceParameterNames.CODE_VERIFIER));
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponse()
                .addCookie(cookies.cookie(cookies.name(COOKIE), value)
                        .maxAge(LIFETIME)
                        .build());
        return Mono.empty();
    }

    private static String attribute(OAuth2AuthorizationRequest request, String name) {
        return String.valueOf((Object) request.getAttribute(name));
    }

    @Override
    public Mono<OAuth2AuthorizationRequest> loadAuthorizationRequest(ServerWebExchange exchange) {
        @Nullable HttpCookie cookie = exchange.getRequest().getCookies().getFirst(cookies.name(COOKIE));
        @Nullable String state = exchange.getRequest().getQueryParams().getFirst(OAuth2ParameterNames.STATE);
        String[] parts = cookie == null ? new String[0] : parts(cookie.getValue());
        if (parts.length != 3 || state == null || !state.equals(parts[0])) {
            return Mono.empty();
        }
        return provider.findByRegistrationId(OidcProvider.ID).map(registration -> request(registration, parts));
    }

    private static String[] parts(String value) {
        try {
            return new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8).split("\n", -1);
        } catch (IllegalArgumentException e) {
            return new String[0];
        }
    }

    private static OAuth2AuthorizationRequest request(ClientRegistration registration, String[] parts) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(Objects.requireNonNull(
                        registration.getProviderDetails().getAuthorizationUri(), "no authorization endpoint"))
                .clientId(registration.getClientId())
                .redirectUri(registration.getRedirectUri())
                .scopes(registration.getScopes())
                .state(parts[0])
                .attributes(attributes -> attributes.putAll(Map.of(
                        OAuth2ParameterNames.REGISTRATION_ID,
                        registration.getRegistrationId(),
                        OidcParameterNames.NONCE,
                        parts[1],
                        PkceParameterNames.CODE_VERIFIER,
                        parts[2])))
                .build();
    }

    /** An answer of the provider counts once. */
    @Override
    public Mono<OAuth2AuthorizationRequest> removeAuthorizationRequest(ServerWebExchange exchange) {
        return loadAuthorizationRequest(exchange)
                .doOnNext(found -> exchange.getResponse()
                        .addCookie(cookies.cookie(cookies.name(COOKIE), "")
                                .maxAge(Duration.ZERO)
                                .build()));
    }
}
