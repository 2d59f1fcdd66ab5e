package io.tocsin.security;

import io.tocsin.start.CannotStartException;
import io.tocsin.text.IpRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * From where a request comes. What a client says of itself never counts: {@code X-Forwarded-For} is read only when a trusted
 * proxy sent it, from the right, up to the first address that is none of theirs.
 */
final class ClientAddresses {

    private static final String HEADER = "X-Forwarded-For";
    private static final String UNKNOWN = "unknown";
    private static final int NETWORK_GROUPS = 4;

    private final List<IpRange> trusted;

    /**
     * @param trustedProxies addresses, ranges or networks of proxies in front
     * @throws CannotStartException when one of them is none of these
     */
    ClientAddresses(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(ClientAddresses::range)
                .toList();
    }

    private static IpRange range(String text) {
        IpRange range = IpRange.parse(text);
        if (range == null) {
            throw new CannotStartException(
                    "TOCSIN_TRUSTED_PROXIES holds \"" + text + "\", which is no address or network",
                    "write addresses or networks, separated by commas, as in 10.0.0.5,192.168.0.0/24");
        }
        return range;
    }

    /** The client's address, as far as it is certain. */
    String of(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        String address = remote == null || remote.getAddress() == null ? UNKNOWN : text(remote.getAddress());
        List<String> hops = new ArrayList<>();
        for (String line : request.getHeaders().getOrEmpty(HEADER)) {
            hops.addAll(Arrays.asList(line.split(",", -1)));
        }
        Collections.reverse(hops);
        for (String hop : hops) {
            String said = hop.strip();
            if (!isTrusted(address)
                    || IpRange.parse(said) == null
                    || said.indexOf('/') >= 0
                    || said.indexOf('-') >= 0) {
                return address;
            }
            address = said;
        }
        return address;
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    /** Without the interface behind the percent sign. */
    private static String text(InetAddress address) {
        return address.getHostAddress().replaceAll("%.*", "");
    }

    /** What one client has many of is one: an IPv6 address stands for its network of 64 bits. */
    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            if (parsed instanceof Inet6Address) {
                return String.join(":", Arrays.copyOf(text(parsed).split(":"), NETWORK_GROUPS)) + "::/64";
            }
            return text(parsed);
        } catch (java.net.UnknownHostException e) {
            return address;
        }
    }
}
