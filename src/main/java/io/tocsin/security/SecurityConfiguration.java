package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.access.store.LoginSessions;
import io.tocsin.access.store.Users;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * One filter chain: people log in with a form, programs bring a token, and {@link AccessTable} says what each may do. Nothing
 * is kept of somebody who has not logged in.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties({
    SecurityProperties.class,
    ReachProperties.class,
    OidcProperties.class,
    ViewerTokenProperties.class
})
class SecurityConfiguration {

    /** Everything comes from this server; Bootstrap draws its icons as data images. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Duration HSTS = Duration.ofDays(365);

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    ClientAddresses clientAddresses(ReachProperties reach) {
        return new ClientAddresses(reach.trustedProxies());
    }

    @Bean
    LocalPrograms localPrograms(ReachProperties reach) {
        return new LocalPrograms(reach);
    }

    @Bean
    AccessDecisions accessDecisions(ReachProperties reach, LocalPrograms local) {
        return new AccessDecisions(AccessTable.STANDARD, local, reach.externalUrl());
    }

    @Bean
    SafeCookies safeCookies(ReachProperties reach) {
        return new SafeCookies(reach.isReachedOverTls());
    }

    @Bean
    SessionContexts sessionContexts(
            LoginSessions sessions,
            ClientAddresses addresses,
            SafeCookies cookies,
            RememberedChoices choices,
            Clock clock) {
        return new SessionContexts(sessions, addresses, cookies, choices, clock);
    }

    @Bean
    LoginThrottle loginThrottle(Clock clock) {
        return new LoginThrottle(clock);
    }

    @Bean
    ReactiveAuthenticationManager passwordLogin(Users users, PasswordEncoder encoder) {
        return new PasswordLogin(users, encoder);
    }

    @Bean
    @ConditionalOnExpression("!'${tocsin.oidc.issuer:}'.isBlank()")
    OidcLogin oidcLogin(
            OidcProperties properties, ReachProperties reach, Users users, SafeCookies cookies, AuditTrail audit) {
        return new OidcLogin(properties, reach.externalUrl(), users, cookies, audit);
    }

    @Bean
    Refusals refusals(AuditTrail audit) {
        return new Refusals(AccessTable.STANDARD, audit);
    }

    @Bean
    FormTokens formTokens(AccessDecisions decisions, SafeCookies cookies, SessionContexts sessions, Refusals refusals) {
        return new FormTokens(decisions, cookies, sessions, refusals);
    }

    @Bean
    TokenAuthentication tokenAuthentication(
            TokenRegister tokens, SecurityProperties properties, ViewerTokenProperties viewerToken, AuditTrail audit) {
        return new TokenAuthentication(tokens, properties.apiTokenSecret(), viewerToken.secret(), audit);
    }

    @Bean
    LoginForm loginForm(
            SessionContexts sessions,
            LoginThrottle throttle,
            LoginSessions rows,
            ClientAddresses addresses,
            ReactiveAuthenticationManager passwords,
            AuditTrail audit,
            Optional<OidcLogin> provider) {
        LoginFilter filter = new LoginFilter(throttle, rows, addresses, audit);
        return new LoginForm(sessions, filter, passwords, audit, provider);
    }

    /** A filter that were a bean of its own would be asked outside of the chain, too. */
    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http,
            SecurityProperties properties,
            ReachProperties reach,
            AccessDecisions decisions,
            FormTokens formTokens,
            LoginForm login,
            TokenAuthentication programs,
            WallboardAccess wallboards) {
        if (properties.anonymousViewer()) {
            http.anonymous(anonymous -> anonymous.principal("anonymous").authorities(Caller.authority(Role.VIEWER)));
        }
        login.apply(http);
        formTokens.apply(http);
        return http.authorizeExchange(access -> access.anyExchange().access(decisions))
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .hsts(hsts -> hsts.maxAge(HSTS))
                        .writer(exchange -> alwaysTls(exchange, reach)))
                .addFilterAt(programs.filter(), SecurityWebFiltersOrder.AUTHENTICATION)
                .addFilterAfter(wallboards.filter(), SecurityWebFiltersOrder.AUTHENTICATION)
                .build();
    }

    /** Where a proxy in front ends TLS this process sees none of it. */
    private static Mono<Void> alwaysTls(ServerWebExchange exchange, ReachProperties reach) {
        if (reach.isReachedOverTls()) {
            exchange.getResponse().getHeaders().set("Strict-Transport-Security", "max-age=" + HSTS.toSeconds());
        }
        return Mono.empty();
    }
}
