package io.tocsin.security;

import io.tocsin.access.store.Users;
import io.tocsin.start.CannotStartException;
import java.net.URI;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeReactiveAuthenticationManager;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.server.DefaultServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.web.server.DefaultServerRedirectStrategy;
import org.springframework.security.web.server.ServerRedirectStrategy;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Login by the identity provider: authorization code with PKCE, an ID token that is checked, and nothing kept of its tokens. */
final class OidcLogin {

    private final OidcProvider provider;
    private final OidcPeople people;
    private final OidcRequests requests;
    private final AuditTrail audit;
    private final ServerRedirectStrategy redirect = new DefaultServerRedirectStrategy();

    /** @throws CannotStartException when it is not known where people reach the pages */
    OidcLogin(OidcProperties properties, String externalUrl, Users users, SafeCookies cookies, AuditTrail audit) {
        if (externalUrl.isBlank()) {
            throw new CannotStartException(
                    "TOCSIN_OIDC_ISSUER is set without TOCSIN_EXTERNAL_URL",
                    "set it to the address at which people reach Tocsin, and register " + OidcProvider.CALLBACK
                            + " below it at the identity provider");
        }
        this.provider = new OidcProvider(properties, externalUrl.replaceAll("/+$", ""));
        this.people = new OidcPeople(properties, users);
        this.requests = new OidcRequests(provider, cookies);
        this.audit = audit;
    }

    void apply(ServerHttpSecurity http, SessionContexts sessions) {
        DefaultServerOAuth2AuthorizationRequestResolver resolver =
                new DefaultServerOAuth2AuthorizationRequestResolver(provider);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        http.oauth2Login(login -> login.clientRegistrationRepository(provider)
                .authorizedClientRepository(new NothingKept())
                .authorizationRequestResolver(resolver)
                .authorizationRequestRepository(requests)
                .authenticationManager(new OidcAuthorizationCodeReactiveAuthenticationManager(
                        new WebClientReactiveAuthorizationCodeTokenResponseClient(), people))
                .securityContextRepository(sessions)
                .authenticationSuccessHandler(this::succeeded)
                .authenticationFailureHandler(
                        (exchange, failure) -> audit.recordRefusedProvider(exchange.getExchange(), failure)
                                .then(redirect.sendRedirect(exchange.getExchange(), URI.create("/login?provider")))));
    }

    private Mono<Void> succeeded(WebFilterExchange exchange, Authentication person) {
        return audit.recordGivenLogin(exchange.getExchange(), person.getName())
                .then(redirect.sendRedirect(exchange.getExchange(), URI.create("/")));
    }

    /** Where somebody who logs out goes; empty: to our own login. */
    String afterLogout() {
        return provider.endSessionAddress();
    }

    /** Nobody asks the provider for anything after the login. */
    private static final class NothingKept implements ServerOAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> Mono<T> loadAuthorizedClient(
                String id, Authentication person, ServerWebExchange exchange) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> saveAuthorizedClient(
                OAuth2AuthorizedClient client, Authentication person, ServerWebExchange exchange) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> removeAuthorizedClient(String id, Authentication person, ServerWebExchange exchange) {
            return Mono.empty();
        }
    }
}
