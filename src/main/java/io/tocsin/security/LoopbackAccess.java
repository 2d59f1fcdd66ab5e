package io.tocsin.security;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Decides whether a request comes from a program on this machine. It must not be fooled by a web page that an operator's
 * browser shows: such a request carries a foreign {@code Origin}, or, after DNS rebinding, a foreign {@code Host}. A
 * forwarded request comes from a proxy on this machine and not from a local client.
 */
final class LoopbackAccess {

    private LoopbackAccess() {}

    static boolean isLocalProgram(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        InetAddress address = remote == null ? null : remote.getAddress();
        if (address == null || !address.isLoopbackAddress()) {
            return false;
        }
        HttpHeaders headers = request.getHeaders();
        if (headers.containsHeader("X-Forwarded-For") || headers.containsHeader("Forwarded")) {
            return false;
        }
        return isLocalName(hostOf(headers)) && isOriginAllowed(headers);
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
        if (origin == null) {
            return true;
        }
        try {
            String host = URI.create(origin).getHost();
            return host != null && isLocalName(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isLocalName(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return name.equalsIgnoreCase("localhost") || name.equals("::1") || name.startsWith("127.") && isDotted(name);
    }

    private static boolean isDotted(String name) {
        return name.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }
}
