package io.tocsin.security;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Decides whether a request comes from a program on this machine, which needs no token to push and query. It must not be
 * fooled by a web page that an operator's browser shows: such a request carries a foreign {@code Origin}, or, after DNS
 * rebinding, a foreign {@code Host}. Nor by a proxy on this machine: what any proxy adds, and HTTP/1.0, which is nginx's
 * default towards the server behind it, make a request remote.
 */
public final class LocalPrograms {

    private static final Set<String> OF_PROXIES = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-original-forwarded-for",
            "x-original-host",
            "x-envoy-external-address",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip");

    private final boolean isOpen;

    LocalPrograms(ReachProperties reach) {
        this.isOpen = isOpen(reach);
    }

    /** Whether programs on this machine need no token. */
    static boolean isOpen(ReachProperties reach) {
        return switch (reach.loopbackFree()) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> reach.isForThisMachineOnly();
        };
    }

    /** Whether the request needs no token to push and query. */
    public boolean isLocal(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        InetAddress address = remote == null ? null : remote.getAddress();
        if (!isOpen || address == null || !address.isLoopbackAddress()) {
            return false;
        }
        HttpHeaders headers = request.getHeaders();
        return !isOldProtocol(request)
                && headers.headerNames().stream().noneMatch(LocalPrograms::isOfProxy)
                && isLocalName(hostOf(headers))
                && isOriginAllowed(headers);
    }

    private static boolean isOfProxy(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith("x-forwarded") || OF_PROXIES.contains(name);
    }

    private static boolean isOldProtocol(ServerHttpRequest request) {
        Object nativeRequest = ServerHttpRequestDecorator.getNativeRequest(request);
        return nativeRequest instanceof HttpServerRequest netty
                && netty.version().majorVersion() == 1
                && netty.version().minorVersion() == 0;
    }

    private static String hostOf(HttpHeaders headers) {
        InetSocketAddress host = headers.getHost();
        return host == null ? "" : host.getHostString();
    }

    private static boolean isOriginAllowed(HttpHeaders headers) {
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = headers.getOrigin();
        return origin == null || isLocalName(hostOf(origin));
    }

    /** The host of an address; empty when it has none. */
    static String hostOf(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    static boolean isLocalName(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return name.equalsIgnoreCase("localhost") || name.equals("::1") || name.startsWith("127.") && isDotted(name);
    }

    private static boolean isDotted(String name) {
        return name.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }
}
