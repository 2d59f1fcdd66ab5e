package io.tocsin.security;

import io.tocsin.access.store.Users;
import io.tocsin.task.SafeMono;
import io.tocsin.text.Shortened;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.DefaultServerRedirectStrategy;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint.DelegateEntry;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationSuccessHandler;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.security.web.server.authentication.ServerAuthenticationSuccessHandler;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One filter chain: people log in with a form, programs with a bearer token, and the Loki-compatible endpoints are open
 * to programs on this machine.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    /** Everything comes from this server; Bootstrap draws its icons as data images. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Readable without a login; editors fetch the schema of rule files, and programs the description of the API. */
    private static final String[] OPEN = {
        "/actuator/health/**",
        "/login",
        "/language",
        "/webjars/**",
        "/css/**",
        "/js/**",
        "/schema/**",
        "/openapi.yaml",
        "/favicon.svg",
    };

    private static final ServerWebExchangeMatcher LOKI = anyOf("/loki/**", "/ready", "/actuator/prometheus");
    private static final ServerWebExchangeMatcher PROGRAMS = anyOf("/api/**", "/loki/**", "/actuator/**");

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    ReactiveUserDetailsService userDetails(Users users) {
        return name -> SafeMono.fromCallable(() -> users.find(name))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(Mono::justOrEmpty)
                .map(SecurityConfiguration::toUserDetails);
    }

    private static UserDetails toUserDetails(io.tocsin.access.User user) {
        return User.withUsername(user.name())
                .password(user.passwordHash())
                .roles(user.role().name())
                .build();
    }

    @Bean
    SecurityWebFilterChain securityWebFilterChain(
            ServerHttpSecurity http,
            SecurityProperties properties,
            LoginThrottle throttle,
            AuditTrail audit,
            Users users,
            Clock clock) {
        return http.authorizeExchange(access -> {
                    access.pathMatchers(OPEN).permitAll();
                    access.matchers(LOKI).access(SecurityConfiguration::localProgramOrLoggedIn);
                    AccessRules.apply(access);
                })
                .formLogin(form -> form.loginPage("/login")
                        .authenticationSuccessHandler(onSuccess(throttle, audit))
                        .authenticationFailureHandler(onFailure(throttle, audit)))
                .logout(logout -> logout.requiresLogout(
                        new PathPatternParserServerWebExchangeMatcher("/logout", HttpMethod.POST)))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(entryPoint())
                        .accessDeniedHandler(forbidden("error.role", audit)))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SecurityConfiguration::needsCsrfToken)
                        .accessDeniedHandler(forbidden("error.stale-form", audit)))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .hsts(hsts -> hsts.maxAge(Duration.ofDays(365))))
                .addFilterBefore(new LoginThrottleFilter(throttle), SecurityWebFiltersOrder.FORM_LOGIN)
                .addFilterBefore(new StaleSessionFilter(users, clock), SecurityWebFiltersOrder.AUTHORIZATION)
                .addFilterAt(
                        BearerTokenAuthentication.filter(properties.apiTokenSecret()),
                        SecurityWebFiltersOrder.AUTHENTICATION)
                .build();
    }

    private static ServerWebExchangeMatcher anyOf(String... patterns) {
        return new OrServerWebExchangeMatcher(Arrays.stream(patterns)
                .<ServerWebExchangeMatcher>map(PathPatternParserServerWebExchangeMatcher::new)
                .toList());
    }

    private static Mono<AuthorizationResult> localProgramOrLoggedIn(
            Mono<Authentication> authentication, AuthorizationContext context) {
        if (LoopbackAccess.isLocalProgram(context.getExchange().getRequest())) {
            return Mono.just(new AuthorizationDecision(true));
        }
        AuthenticationTrustResolverImpl trust = new AuthenticationTrustResolverImpl();
        return authentication
                .<AuthorizationResult>map(user -> new AuthorizationDecision(trust.isAuthenticated(user)))
                .defaultIfEmpty(new AuthorizationDecision(false));
    }

    /** A browser never adds a bearer token by itself, and local programs were told apart from browsers already. */
    private static Mono<MatchResult> needsCsrfToken(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        boolean isSafe = method == HttpMethod.GET
                || method == HttpMethod.HEAD
                || method == HttpMethod.OPTIONS
                || method == HttpMethod.TRACE;
        if (isSafe || BearerTokenAuthentication.isPresent(exchange)) {
            return MatchResult.notMatch();
        }
        return LOKI.matches(exchange)
                .flatMap(match -> match.isMatch() && LoopbackAccess.isLocalProgram(exchange.getRequest())
                        ? MatchResult.notMatch()
                        : MatchResult.match());
    }

    /** Leaves the answer to the error page, or to JSON where the client wants that. */
    private static ServerAccessDeniedHandler forbidden(String messageKey, AuditTrail audit) {
        return (exchange, denied) -> {
            Mono<Void> recorded = AuditFilter.isRecorded(exchange) ? audit.recordRefused(exchange) : Mono.empty();
            return recorded.then(Mono.error(new ResponseStatusException(HttpStatus.FORBIDDEN, messageKey, denied)));
        };
    }

    private static ServerAuthenticationEntryPoint entryPoint() {
        DelegatingServerAuthenticationEntryPoint entryPoint = new DelegatingServerAuthenticationEntryPoint(
                new DelegateEntry(PROGRAMS, new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED)));
        entryPoint.setDefaultEntryPoint(new RedirectServerAuthenticationEntryPoint("/login"));
        return entryPoint;
    }

    private static ServerAuthenticationSuccessHandler onSuccess(LoginThrottle throttle, AuditTrail audit) {
        RedirectServerAuthenticationSuccessHandler redirect = new RedirectServerAuthenticationSuccessHandler("/");
        return (exchange, authentication) -> {
            throttle.succeeded(LoginThrottleFilter.address(exchange.getExchange()));
            return audit.recordLogin(exchange.getExchange(), authentication.getName(), true)
                    .then(redirect.onAuthenticationSuccess(exchange, authentication));
        };
    }

    private static ServerAuthenticationFailureHandler onFailure(LoginThrottle throttle, AuditTrail audit) {
        DefaultServerRedirectStrategy redirect = new DefaultServerRedirectStrategy();
        return (exchange, failure) -> {
            throttle.failed(LoginThrottleFilter.address(exchange.getExchange()));
            return userOf(exchange.getExchange())
                    .flatMap(user -> audit.recordLogin(exchange.getExchange(), user, false))
                    .then(redirect.sendRedirect(exchange.getExchange(), URI.create("/login?error")));
        };
    }

    /** The name that was typed; some people type their password there, so an unknown one is not kept whole. */
    private static Mono<String> userOf(ServerWebExchange exchange) {
        return exchange.getFormData()
                .mapNotNull(form -> form.getFirst("username"))
                .map(name -> Shortened.of(name, 4))
                .defaultIfEmpty("");
    }
}
