package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.access.store.LoginSessions;
import io.tocsin.access.store.Users;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.DefaultServerRedirectStrategy;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint.DelegateEntry;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.ServerRedirectStrategy;
import org.springframework.security.web.server.authentication.logout.DelegatingServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.SecurityContextServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.ServerLogoutHandler;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * One filter chain: people log in with a form, programs bring a token, and {@link AccessTable} says what each may do. Nothing
 * is kept of somebody who has not logged in.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties({SecurityProperties.class, OidcProperties.class})
class SecurityConfiguration {

    /** Everything comes from this server; Bootstrap draws its icons as data images. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final ServerRedirectStrategy REDIRECT = new DefaultServerRedirectStrategy();

    private static final Duration HSTS = Duration.ofDays(365);

    private static final ServerWebExchangeMatcher PROGRAMS = anyOf("/api/**", "/loki/**", "/ready", "/actuator/**");

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    ClientAddresses clientAddresses(SecurityProperties properties) {
        return new ClientAddresses(properties.trustedProxies());
    }

    @Bean
    AccessDecisions accessDecisions(SecurityProperties properties) {
        return new AccessDecisions(AccessTable.STANDARD, new LocalPrograms(properties), properties.externalUrl());
    }

    @Bean
    SafeCookies safeCookies(SecurityProperties properties) {
        return new SafeCookies(properties.isReachedOverTls());
    }

    @Bean
    SessionContexts sessionContexts(
            LoginSessions sessions, ClientAddresses addresses, SafeCookies cookies, Clock clock) {
        return new SessionContexts(sessions, addresses, cookies, clock);
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
            OidcProperties properties,
            SecurityProperties security,
            Users users,
            SafeCookies cookies,
            AuditTrail audit) {
        return new OidcLogin(properties, security.externalUrl(), users, cookies, audit);
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http,
            SecurityProperties properties,
            AccessDecisions decisions,
            SessionContexts sessions,
            SafeCookies cookies,
            LoginThrottle throttle,
            LoginSessions rows,
            ClientAddresses addresses,
            ReactiveAuthenticationManager passwords,
            TokenRegister tokens,
            AuditTrail audit,
            Optional<OidcLogin> provider) {
        LoginHandlers handlers = new LoginHandlers(audit);
        Refusals refusals = new Refusals(AccessTable.STANDARD, audit);
        if (properties.anonymousViewer()) {
            http.anonymous(anonymous -> anonymous.principal("anonymous").authorities(Caller.authority(Role.VIEWER)));
        }
        provider.ifPresent(login -> login.apply(http, sessions));
        return http.authorizeExchange(access -> access.anyExchange().access(decisions))
                .securityContextRepository(sessions)
                .authenticationManager(passwords)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .formLogin(form -> form.loginPage("/login")
                        .securityContextRepository(sessions)
                        .authenticationSuccessHandler(handlers)
                        .authenticationFailureHandler(handlers))
                .logout(logout -> logout.requiresLogout(
                                new PathPatternParserServerWebExchangeMatcher("/logout", HttpMethod.POST))
                        .logoutHandler(logoutHandler(sessions, audit))
                        .logoutSuccessHandler((exchange, person) -> REDIRECT.sendRedirect(
                                exchange.getExchange(), URI.create(afterLogout(person, provider)))))
                .exceptionHandling(errors ->
                        errors.authenticationEntryPoint(entryPoint(handlers)).accessDeniedHandler(refusals::ofRole))
                .csrf(csrf -> csrf.csrfTokenRepository(cookies.csrfTokens())
                        .requireCsrfProtectionMatcher(exchange -> needsCsrfToken(exchange, decisions, cookies))
                        .accessDeniedHandler(
                                (exchange, denied) -> refusals.ofForm(exchange, denied, sessions.load(exchange))))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .hsts(hsts -> hsts.maxAge(HSTS))
                        .writer(exchange -> alwaysTls(exchange, properties)))
                .addFilterBefore(new LoginFilter(throttle, rows, addresses, audit), SecurityWebFiltersOrder.FORM_LOGIN)
                .addFilterAt(
                        new TokenAuthentication(tokens, properties.apiTokenSecret(), audit).filter(),
                        SecurityWebFiltersOrder.AUTHENTICATION)
                .build();
    }

    /** Where a proxy in front ends TLS this process sees none of it. */
    private static Mono<Void> alwaysTls(ServerWebExchange exchange, SecurityProperties properties) {
        if (properties.isReachedOverTls()) {
            exchange.getResponse().getHeaders().set("Strict-Transport-Security", "max-age=" + HSTS.toSeconds() + "");
        }
        return Mono.empty();
    }

    private static ServerWebExchangeMatcher anyOf(String... patterns) {
        return new OrServerWebExchangeMatcher(Arrays.stream(patterns)
                .<ServerWebExchangeMatcher>map(PathPatternParserServerWebExchangeMatcher::new)
                .toList());
    }

    private static ServerLogoutHandler logoutHandler(SessionContexts sessions, AuditTrail audit) {
        SecurityContextServerLogoutHandler ends = new SecurityContextServerLogoutHandler();
        ends.setSecurityContextRepository(sessions);
        ServerLogoutHandler records = (exchange, person) -> person.getPrincipal() instanceof Caller caller
                ? audit.recordLogout(exchange.getExchange(), caller.name())
                : Mono.empty();
        return new DelegatingServerLogoutHandler(records, ends);
    }

    /** Who came from the identity provider is sent there to log out, too. */
    private static String afterLogout(Authentication person, Optional<OidcLogin> provider) {
        boolean isProvided =
                person.getPrincipal() instanceof Caller caller && caller.kind() == Caller.CallerKind.PROVIDED_SESSION;
        String there = isProvided ? provider.map(OidcLogin::afterLogout).orElse("") : "";
        return there.isEmpty() ? "/login?logout" : there;
    }

    /**
     * A browser never adds a token by itself, and local programs were told apart from browsers already. A program that brings
     * nothing is told so.
     */
    private static Mono<MatchResult> needsCsrfToken(
            ServerWebExchange exchange, AccessDecisions decisions, SafeCookies cookies) {
        HttpMethod method = exchange.getRequest().getMethod();
        boolean isSafe = method == HttpMethod.GET
                || method == HttpMethod.HEAD
                || method == HttpMethod.OPTIONS
                || method == HttpMethod.TRACE;
        if (isSafe || AccessDecisions.isSigned(exchange) || TokenAuthentication.isPresent(exchange) || decisions.isFreeLocally(exchange)) {
            return MatchResult.notMatch();
        }
        boolean isLoggedIn = exchange.getRequest().getCookies().containsKey(cookies.sessionName());
        return PROGRAMS.matches(exchange)
                .flatMap(program -> program.isMatch() && !isLoggedIn ? MatchResult.notMatch() : MatchResult.match());
    }

    private static ServerAuthenticationEntryPoint entryPoint(LoginHandlers handlers) {
        DelegatingServerAuthenticationEntryPoint entryPoint =
                new DelegatingServerAuthenticationEntryPoint(new DelegateEntry(PROGRAMS, LoginHandlers.forPrograms()));
        entryPoint.setDefaultEntryPoint(handlers);
        return entryPoint;
    }
}
