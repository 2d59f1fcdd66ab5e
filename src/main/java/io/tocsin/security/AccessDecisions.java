package io.tocsin.security;

import io.tocsin.access.Role;
import io.tocsin.security.AccessTable.Least;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Looks each request up in the table. */
final class AccessDecisions implements ReactiveAuthorizationManager<AuthorizationContext> {

    private final AccessTable table;
    private final LocalPrograms local;
    private final String externalOrigin;

    /** @param externalUrl where people reach the pages; empty: where the request says */
    AccessDecisions(AccessTable table, LocalPrograms local, String externalUrl) {
        this.table = table;
        this.local = local;
        this.externalOrigin = externalUrl.replaceAll("^([a-zA-Z]+://[^/]*).*$", "$1");
    }

    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
        ServerWebExchange exchange = context.getExchange();
        Optional<Least> least = least(exchange);
        if (least.isEmpty() || isForeignWebSocket(exchange)) {
            return Mono.just(new AuthorizationDecision(false));
        }
        Optional<Role> role = least.get().role();
        if (role.isEmpty() || isFreeLocally(exchange)) {
            return Mono.just(new AuthorizationDecision(true));
        }
        return authentication
                .<AuthorizationResult>map(caller -> new AuthorizationDecision(may(caller, role.get())))
                .defaultIfEmpty(new AuthorizationDecision(false));
    }

    /**
     * A browser lets any page open a WebSocket to here, and sends the cookies with it. What a program brings a token for no page
     * can send.
     */
    private boolean isForeignWebSocket(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        String origin = headers.getOrigin();
        if (origin == null
                || !"websocket".equalsIgnoreCase(headers.getUpgrade())
                || TokenAuthentication.isPresent(exchange)) {
            return false;
        }
        String host = String.valueOf(headers.getFirst(HttpHeaders.HOST));
        return !origin.equalsIgnoreCase("http://" + host)
                && !origin.equalsIgnoreCase("https://" + host)
                && !origin.equalsIgnoreCase(externalOrigin);
    }

    /** Whether the request needs no token because a program on this machine sent it. */
    boolean isFreeLocally(ServerWebExchange exchange) {
        return least(exchange).filter(Least::isFreeForLocalPrograms).isPresent()
                && local.isLocal(exchange.getRequest());
    }

    /** Whether a chat service's signature, which no browser can make, is all that lets the request in. */
    static boolean isSigned(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return AccessTable.STANDARD
                .find(request.getMethod(), request.getPath().pathWithinApplication())
                .filter(Least.SIGNED::equals)
                .isPresent();
    }

    private Optional<Least> least(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        HttpMethod method = request.getMethod();
        PathContainer path = request.getPath().pathWithinApplication();
        return table.find(method, path);
    }

    private static boolean may(Authentication caller, Role least) {
        if (!caller.isAuthenticated()) {
            return false;
        }
        for (GrantedAuthority authority : caller.getAuthorities()) {
            for (Role role : Role.values()) {
                if (Caller.authority(role).equals(authority.getAuthority()) && role.includes(least)) {
                    return true;
                }
            }
        }
        return false;
    }
}
