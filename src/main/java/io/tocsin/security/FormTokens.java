package io.tocsin.security;

import java.util.Arrays;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Which requests must bring the token of a form, so that no other site can send them from a browser. */
final class FormTokens {

    /** What is asked by programs; a stranger is told so in the status there, not sent to the login. */
    static final ServerWebExchangeMatcher PROGRAMS = anyOf("/api/**", "/loki/**", "/ready", "/actuator/**");

    private final AccessDecisions decisions;
    private final SafeCookies cookies;
    private final SessionContexts sessions;
    private final Refusals refusals;

    FormTokens(AccessDecisions decisions, SafeCookies cookies, SessionContexts sessions, Refusals refusals) {
        this.decisions = decisions;
        this.cookies = cookies;
        this.sessions = sessions;
        this.refusals = refusals;
    }

    void apply(ServerHttpSecurity http) {
        http.exceptionHandling(errors -> errors.accessDeniedHandler(refusals::ofRole))
                .csrf(csrf -> csrf.csrfTokenRepository(cookies.csrfTokens())
                        .requireCsrfProtectionMatcher(this::mustBringOne)
                        .accessDeniedHandler(
                                (exchange, denied) -> refusals.ofForm(exchange, denied, sessions.load(exchange))));
    }

    /**
     * A browser never adds a token by itself, and local programs were told apart from browsers already. A program that brings
     * nothing is told so.
     */
    private Mono<MatchResult> mustBringOne(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        boolean isSafe = method == HttpMethod.GET
                || method == HttpMethod.HEAD
                || method == HttpMethod.OPTIONS
                || method == HttpMethod.TRACE;
        if (isSafe
                || AccessDecisions.isSigned(exchange)
                || TokenAuthentication.isPresent(exchange)
                || decisions.isFreeLocally(exchange)) {
            return MatchResult.notMatch();
        }
        boolean isLoggedIn = exchange.getRequest().getCookies().containsKey(cookies.sessionName());
        return PROGRAMS.matches(exchange)
                .flatMap(program -> program.isMatch() && !isLoggedIn ? MatchResult.notMatch() : MatchResult.match());
    }

    private static ServerWebExchangeMatcher anyOf(String... patterns) {
        return new OrServerWebExchangeMatcher(Arrays.stream(patterns)
                .<ServerWebExchangeMatcher>map(PathPatternParserServerWebExchangeMatcher::new)
                .toList());
    }
}
