package io.tocsin.security;

import io.tocsin.access.Role;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;

/** Which role a request needs. A change that no line names needs the administrator. */
final class AccessRules {

    private static final String[] RESPONDER = {
        Role.RESPONDER.name(), Role.EDITOR.name(), Role.ADMIN.name(),
    };
    private static final String[] EDITOR = {Role.EDITOR.name(), Role.ADMIN.name()};
    private static final HttpMethod[] CHANGES = {
        HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE,
    };

    /** Everybody who is logged in. */
    private static final String[] FOR_ALL = {"/language", "/login", "/logout", "/account/**"};

    private static final String[] FOR_RESPONDERS = {
        "/alerts/**",
        "/silences/**",
        "/api/v2/silence/**",
        "/api/v2/silences/**",
        "/api/tocsin/v1/silences/**",
        "/api/tocsin/v1/alerts/**",
        "/api/tocsin/v1/ack/**",
        "/api/tocsin/v1/acknowledgements/**",
    };
    private static final String[] FOR_EDITORS = {
        "/deliveries/**", "/contact-points/**", "/rules/**", "/drafts/**", "/policies/**", "/backtests/**", "/inbox/**", "/api/**",
    };

    private AccessRules() {}

    static void apply(AuthorizeExchangeSpec access) {
        access.pathMatchers("/actuator/**", "/users/**", "/audit/**").hasRole(Role.ADMIN.name());
        access.pathMatchers(HttpMethod.GET, "/contact-points/new", "/contact-points/*/edit", "/drafts/**")
                .hasAnyRole(EDITOR);
        for (HttpMethod change : CHANGES) {
            access.pathMatchers(change, FOR_ALL).authenticated();
            access.pathMatchers(change, FOR_RESPONDERS).hasAnyRole(RESPONDER);
            access.pathMatchers(change, FOR_EDITORS).hasAnyRole(EDITOR);
            access.pathMatchers(change, "/**").hasRole(Role.ADMIN.name());
        }
        access.anyExchange().authenticated();
    }
}
