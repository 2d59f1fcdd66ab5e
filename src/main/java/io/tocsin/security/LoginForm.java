package io.tocsin.security;

import java.net.URI;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.DefaultServerRedirectStrategy;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint.DelegateEntry;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.ServerRedirectStrategy;
import org.springframework.security.web.server.authentication.logout.DelegatingServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.SecurityContextServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.ServerLogoutHandler;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import reactor.core.publisher.Mono;

/** How people come in, by name and password or by their identity provider, and go out again. */
final class LoginForm {

    private static final ServerRedirectStrategy REDIRECT = new DefaultServerRedirectStrategy();

    private final SessionContexts sessions;
    private final LoginFilter filter;
    private final ReactiveAuthenticationManager passwords;
    private final AuditTrail audit;
    private final Optional<OidcLogin> provider;

    LoginForm(
            SessionContexts sessions,
            LoginFilter filter,
            ReactiveAuthenticationManager passwords,
            AuditTrail audit,
            Optional<OidcLogin> provider) {
        this.sessions = sessions;
        this.filter = filter;
        this.passwords = passwords;
        this.audit = audit;
        this.provider = provider;
    }

    void apply(ServerHttpSecurity http) {
        LoginHandlers handlers = new LoginHandlers(audit);
        provider.ifPresent(login -> login.apply(http, sessions));
        http.securityContextRepository(sessions)
                .authenticationManager(passwords)
                .formLogin(form -> form.loginPage("/login")
                        .securityContextRepository(sessions)
                        .authenticationSuccessHandler(handlers)
                        .authenticationFailureHandler(handlers))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(entryPoint(handlers)))
                .logout(logout -> logout.requiresLogout(
                                new PathPatternParserServerWebExchangeMatcher("/logout", HttpMethod.POST))
                        .logoutHandler(logoutHandler())
                        .logoutSuccessHandler((exchange, person) ->
                                REDIRECT.sendRedirect(exchange.getExchange(), URI.create(afterLogout(person)))))
                .addFilterBefore(filter, SecurityWebFiltersOrder.FORM_LOGIN);
    }

    private static ServerAuthenticationEntryPoint entryPoint(LoginHandlers handlers) {
        DelegatingServerAuthenticationEntryPoint entryPoint = new DelegatingServerAuthenticationEntryPoint(
                new DelegateEntry(FormTokens.PROGRAMS, LoginHandlers.forPrograms()));
        entryPoint.setDefaultEntryPoint(handlers);
        return entryPoint;
    }

    private ServerLogoutHandler logoutHandler() {
        SecurityContextServerLogoutHandler ends = new SecurityContextServerLogoutHandler();
        ends.setSecurityContextRepository(sessions);
        ServerLogoutHandler records = (exchange, person) -> person.getPrincipal() instanceof Caller caller
                ? audit.recordLogout(exchange.getExchange(), caller.name())
                : Mono.empty();
        return new DelegatingServerLogoutHandler(records, ends);
    }

    /** Who came from the identity provider is sent there to log out, too. */
    private String afterLogout(Authentication person) {
        boolean isProvided =
                person.getPrincipal() instanceof Caller caller && caller.kind() == Caller.CallerKind.PROVIDED_SESSION;
        String there = isProvided ? provider.map(OidcLogin::afterLogout).orElse("") : "";
        return there.isEmpty() ? "/login?logout" : there;
    }
}
